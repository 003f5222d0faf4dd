"""What stands at the foot of a chart, and what an explanation of it says beside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """The parts of the line under a chart; "" where one does not apply. `events` names the policies numbered on the drawing, a line each,
    `crowded` what the note says of those that began together, `sizes` how many single figures rest on, `files` the files behind the source:
    explanations tell the last two, the line does not. `brief_source` is the source as a wall tells it, where lines are few.
    `method` says how intervals are made, `marks` how they and hollow, pale and dashed marks look, `act` what a reader can press. All are in words."""

    note: str = ""
    act: str = ""
    marks: str = ""
    n: str = ""
    reported: str = ""
    source: str = ""
    brief_source: str = ""
    definition: str = ""
    events: str = ""
    crowded: str = ""
    method: str = ""
    sizes: str = ""
    files: str = ""
    as_at: str = ""
    build: str = ""
    profile: str = ""
    synthetic: str = ""

    def parts(self) -> tuple[str, ...]:
        """Return what stands in the line on the screen, in order, without the definition (it opens on demand)."""
        return tuple(p for p in (self.note, self.act, self.marks, self.n, self.reported, self.source) if p)

    def slide_parts(self) -> tuple[str, ...]:
        """Return what stands at the foot of a slide: a slide travels alone, so all but the definition."""
        wanted = (self.source, self.as_at, self.build, self.n, self.reported, self.profile, self.synthetic)
        return tuple(p for p in wanted if p)
