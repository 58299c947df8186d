"""Sets of words, written as a line of text."""


def words(text: str) -> frozenset[str]:
    """The words of a line.

    Example:
        >>> sorted(words("get list"))
        ['get', 'list']
    """
    return frozenset(text.split())
