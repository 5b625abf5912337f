"""The words of a search result that answer the question, found again without regard to accents."""

from storage.folding import tokens

Piece = tuple[str, bool]  # text, whether it is marked


def pieces(snippet: str, question: str) -> tuple[Piece, ...]:
    """The snippet cut into plain and marked pieces; together they are the snippet, unescaped.

    >>> pieces("Hồ sơ Đất Đỏ", "dat")
    (('Hồ sơ ', False), ('Đất', True), (' Đỏ', False))
    """
    wanted = {token.folded for token in tokens(question)}
    found: list[Piece] = []
    at = 0
    for token in tokens(snippet):
        if token.folded in wanted:
            found += [(snippet[at : token.start], False), (snippet[token.start : token.end], True)]
            at = token.end
    found.append((snippet[at:], False))
    return tuple(piece for piece in found if piece[0])
