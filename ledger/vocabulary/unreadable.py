"""What keeps the facts cannot be read: nobody's verdict, and no fault of who judges."""


class Unreadable(Exception):
    """The text is one Chinese sentence with what to do."""
