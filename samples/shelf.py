"""Files being gathered for an entry of the haul."""

from dataclasses import dataclass, field

from samples.truth import Filed, Trouble


@dataclass(slots=True)
class Shelf:
    """Files with their pages, and those that cannot be opened."""

    nested: bool = False  # paper and electronic files lie in folders of their own
    files: dict[str, bytes] = field(default_factory=dict)
    filed: list[Filed] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
