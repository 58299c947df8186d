"""Tables of names, written as text."""


def names(text: str) -> frozenset[str]:
    """Names that stand in a text, apart at blanks.

    Example:
        >>> sorted(names("rm mv"))
        ['mv', 'rm']
    """
    return frozenset(text.split())
