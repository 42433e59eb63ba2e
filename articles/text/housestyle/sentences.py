"""What the findings say: English templates, marked for translation. Whoever shows a finding
translates its template and fills in its parameters."""


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue without needing a translator here."""
    return message


# Of the paper's own rules. With “_to” where there is something to write instead.
OWN = {
    "banned": gettext_noop("“%(text)s” is not used in this paper."),
    "banned_to": gettext_noop("“%(text)s” is not used in this paper: write “%(right)s”."),
    "cautious": gettext_noop("“%(text)s”: make sure that it is meant and fair here."),
    "cautious_to": gettext_noop(
        "“%(text)s”: make sure that it is meant and fair here, or write “%(right)s”."
    ),
    "preferred": gettext_noop("“%(text)s” is written differently in this paper."),
    "preferred_to": gettext_noop("“%(text)s” is written “%(right)s”."),
    "first": gettext_noop("“%(text)s” has not been introduced before this place."),
    "first_to": gettext_noop("Where “%(text)s” stands first, write “%(right)s”."),
    "order": gettext_noop("These names stand in another order: %(right)s."),
    "required": gettext_noop("A piece that says “%(text)s” has to say “%(right)s”, too."),
}

BUILTIN = {
    "half_width": gettext_noop("A half-width mark in Chinese text: write “%(right)s”."),
    "straight_quotes": gettext_noop("Straight quotation marks in Chinese text."),
    "unpaired_open": gettext_noop("“%(text)s” is opened and not closed in this paragraph."),
    "unpaired_close": gettext_noop("“%(text)s” closes what was never opened in this paragraph."),
    "nesting": gettext_noop("A quotation within a quotation takes the other marks: “%(right)s”."),
    "single_outside": gettext_noop("A quotation takes double marks; single ones stand inside."),
    "ellipsis": gettext_noop("An ellipsis is six dots, “……”."),
    "ellipsis_etc": gettext_noop("An ellipsis and “%(text)s” say the same: keep one of them."),
    "dash": gettext_noop("A dash is written “——”."),
    "doubled_mark": gettext_noop("Two marks where one belongs: “%(text)s”."),
    "line_start": gettext_noop("“%(text)s” does not stand at the beginning of a line."),
    "list_comma": gettext_noop("Between quotations or titles in a row no “、” is needed."),
    "full_width_digit": gettext_noop("Full-width digits or letters: write “%(right)s”."),
    "mixed_number": gettext_noop("Figures and Chinese numerals in one number: write “%(right)s”."),
    "zero_year": gettext_noop("A year in Chinese numerals has “〇” for zero: “%(right)s”."),
    "range": gettext_noop("A range takes “～” or “—”: write “%(right)s”."),
    "range_unit": gettext_noop("Say the unit on both sides of the range: “%(right)s”."),
    "percent": gettext_noop("With figures a percentage is written “%(right)s”."),
    "grouping": gettext_noop("Figures are grouped by three, or not at all: “%(right)s”."),
    "approximate": gettext_noop("No “、” in an approximate number: write “%(right)s”."),
    "doubled_word": gettext_noop("“%(text)s”: was one of them typed too much?"),
    "doubled_phrase": gettext_noop("“%(text)s” stands here twice in a row."),
    "traditional": gettext_noop("A Traditional character: write “%(right)s”."),
    "headline_long": gettext_noop("The headline has %(count)s characters; %(limit)s are the most."),
    "short_title_long": gettext_noop(
        "The short title has %(count)s characters; %(limit)s are the most."
    ),
    "deck_long": gettext_noop("The deck has %(count)s characters; %(limit)s are the most."),
    "figure_alt": gettext_noop(
        "Picture %(number)s has no alternative text: say what it shows for those who cannot see it."
    ),
    "figure_caption": gettext_noop("Picture %(number)s has no caption."),
    "figure_credit": gettext_noop("Picture %(number)s has no credit: say who took it."),
    "figure_licence": gettext_noop(
        "Picture %(number)s names neither rights holder nor licence: say by what right it is used."
    ),
    "clip_captions": gettext_noop(
        "Recording %(number)s is a video without captions: who cannot hear it is left out."
    ),
    "clip_transcript": gettext_noop(
        "Recording %(number)s has no transcript: who cannot hear it is left out."
    ),
    "clip_caption": gettext_noop("Recording %(number)s has no caption."),
    "clip_credit": gettext_noop("Recording %(number)s has no credit: say who made it."),
    "byline": gettext_noop("The piece has no byline."),
    "source_missing": gettext_noop("This reprint names no source."),
    "source_unlisted": gettext_noop(
        "“%(name)s” is not on the list of sources that may be reprinted."
    ),
    "source_expired": gettext_noop(
        "“%(name)s” is on the list of sources, but not valid on the day of publication."
    ),
    "source_banned": gettext_noop("“%(name)s” is a source that is not to be used."),
    "reprint_author": gettext_noop("This reprint does not name its original author."),
}
