"""What a person or a clock starts; the only folder that imports all the others."""
