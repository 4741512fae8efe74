"""A piece of an answer, held as character offsets into its normalised text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters, as Python slices count them.

    Parameters
    ----------
    start, end : int
        ``0 <= start <= end``; `end` is one past the last character.

    Raises
    ------
    ValueError
        If the range is negative or runs backwards.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            message = (
                f"A span needs 0 <= start <= end, got {self.start=} and {self.end=}."
            )
            raise ValueError(message)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers.

        Examples
        --------
        >>> Span(0, 4).of("with the patient")
        'with'
        """
        return text[self.start : self.end]

    def overlap(self, other: "Span") -> int:
        """Return the number of characters that both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def trimmed(self, text: str) -> "Span":
        """Return the span without the white space at its ends.

        Examples
        --------
        >>> Span(0, 7).trimmed(" time  ")
        Span(start=1, end=5)
        """
        piece = self.of(text)
        start = self.start + len(piece) - len(piece.lstrip())
        return Span(start, max(start, self.start + len(piece.rstrip())))
