"""Names for what a readers' page was made from: pages carry them, changes name them.

They go out as `Cache-Tag`, by which caches in front can be told what to forget.
"""

# Every page has this one: withdrawals, identity, sections and other words that stand everywhere.
EVERYTHING = "all"
HOME = "home"
# Pages that list pieces across sections: days, feeds, corrections.
LISTS = "lists"
# Pages that show the most read beside something else. Named once an hour, not with every change:
# otherwise every piece's page would be made anew each minute.
MOST_READ = "most-read"


def article(number: int) -> str:
    return f"article-{number}"


def section(number: int) -> str:
    return f"section-{number}"


def author(number: int) -> str:
    return f"author-{number}"


def subject(slug: str) -> str:
    """Of a tag that pieces have: not to be confused with the tags of pages. In ASCII, as headers
    must be."""
    return f"tag-{slug.encode('ascii', 'backslashreplace').decode()}"
