"""What the site is made of: tables, figures, notebooks and inputs, and what is known from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import pandas as pd

from analysis.say.links import KEYS
from analysis.say.names import Names
from analysis.say.views import Part
from analysis.say.wording import Statement
from analysis.store.manifest import data_checksum, input_checksums
from analysis.website.brief import (
    brief_title,
    compared_statements,
    counted_statements,
    counted_title,
    write_brief,
    write_counted_brief,
)
from analysis.website.executed import Drawn
from analysis.website.places import Places, reader_places


@dataclass(frozen=True)
class Material:
    """What the site is made of: tables, figures, executed notebooks and inputs."""

    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, Drawn]
    notebooks: Mapping[str, str]
    raw: Path

    @cached_property
    def names(self) -> Names:
        """The names of provinces, areas and topics."""
        return Names(self.tables["provinces"], self.tables["policy_areas"])

    @cached_property
    def inputs(self) -> list[dict[str, str]]:
        """The input files with their checksums."""
        return input_checksums(self.raw)

    @cached_property
    def checksum(self) -> str:
        """The checksum of all inputs."""
        return data_checksum(self.inputs)

    @property
    def has_texts(self) -> bool:
        """Whether the texts are at hand; of a counted corpus only the counts are."""
        return "sentences" in self.tables

    @cached_property
    def brief(self) -> dict[str, Part]:
        """The parts of the brief, in both languages."""
        write = write_brief if self.has_texts else write_counted_brief
        return write(self.tables, self.names)

    @cached_property
    def title(self) -> Statement:
        """What the brief asks."""
        ask = brief_title if self.has_texts else counted_title
        return ask(self.tables, self.names)

    @cached_property
    def source(self) -> Statement:
        """What was compared, in one sentence for the foot of every page."""
        say = compared_statements if self.has_texts else counted_statements
        return say(self.tables, self.names)[0]

    @cached_property
    def places(self) -> Places:
        """Where the first of the words stands that a choice of keys leads to."""
        return reader_places(self.tables) if self.has_texts else {}

    @cached_property
    def known(self) -> dict[str, set[str]]:
        """The values of each key that lead to a place."""
        known: dict[str, set[str]] = {key: set() for key in KEYS}
        for key, value in chain.from_iterable(self.places):
            known[key].add(value)
        return known

    @cached_property
    def ids(self) -> set[str]:
        """The ids of provisions and sentences that have a place in the reader."""
        if not self.has_texts:
            return set()
        provisions, sentences = self.tables["provisions"], self.tables["sentences"]
        return {*provisions["provision_id"], *sentences["sentence_id"]}
