"""Two rules that no document asks for: what the tests add to the program."""
