"""A quarter's bulletin, what will run out, what an address tells of its columns."""
