"""Names of arms where room is short."""

from textwrap import fill


def wrapped(name: str, most: int) -> str:
    """Break a long name between its factors, or else its words."""
    for joint in ("/", "_"):
        if max(map(len, name.split("\n"))) > most:
            name = fill(
                name.replace(joint, f" {joint}"), most, break_on_hyphens=False, break_long_words=joint == "_"
            ).replace(f" {joint}", joint)
    return name
