"""Would a trained classifier sort pages better than titles, labels and order do?

`python -m tests.textcat HAUL HAUL…` teaches a small spaCy classifier (bags of one and two
characters) the pages of the first haul, by its truth, and says how many pages of each further haul
it puts into the right kind of document. It is given what truly stands on each page; the reader's
own sorting (`yushen bench`: `sorting.pages`) lives on what was read. It joins in only if it beats
that on layouts it was not taught: it has not so far.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example

ROUNDS, BATCH, LONGEST = 8, 32, 1500
BOW = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 2,
    "no_output_layer": False,
}
Page = tuple[str, str]  # its text, and the kind of its document


def pages(haul: Path) -> list[Page]:
    """Every page of a haul that is part of a document; never without any text."""
    found = []
    for path in sorted((haul / "truth").glob("*.json")):
        truth = json.loads(path.read_bytes())
        kinds = {
            (file, page): document["kind"]
            for document in truth["documents"]
            for file, page in document["pages"]
        }
        for page in truth["pages"]:
            kind = kinds.get((page["file"], page["page"]))
            if kind:
                found.append(("页面 " + "\n".join(page.get("text", []))[:LONGEST], kind))
    return found


def taught(known: Sequence[Page]) -> Language:
    """A classifier that has learnt these pages."""
    chance = random.Random(1)
    nlp = spacy.blank("zh")
    kinds = sorted({kind for _, kind in known})
    classifier = nlp.add_pipe("textcat", config={"model": BOW})
    for kind in kinds:
        classifier.add_label(kind)  # type: ignore[attr-defined]  # spaCy: any pipe may come
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {one: float(one == kind) for one in kinds}})
        for text, kind in known
    ]
    optimiser = nlp.initialize(lambda: examples[:BATCH])
    for _ in range(ROUNDS):
        chance.shuffle(examples)
        for at in range(0, len(examples), BATCH):
            nlp.update(examples[at : at + BATCH], sgd=optimiser)
    return nlp


def right(nlp: Language, asked: Sequence[Page]) -> float:
    """Share of pages whose likeliest kind is the true one."""
    answers = [nlp(text).cats for text, _ in asked]
    told = sum(
        max(cats, key=lambda one: cats[one]) == kind
        for cats, (_, kind) in zip(answers, asked, strict=True)
    )
    return told / len(asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("known", type=Path)
    parser.add_argument("unknown", type=Path, nargs="+")
    chosen = parser.parse_args()
    nlp = taught(pages(chosen.known))
    for haul in chosen.unknown:
        asked = pages(haul)
        print(f"{haul}: {right(nlp, asked):.3f} of {len(asked)} pages")


if __name__ == "__main__":
    main()
