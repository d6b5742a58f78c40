"""How Sphinx makes a site of README.md, CONTRIBUTING.md, CHANGELOG.md and docs/: see docs/site/build."""

project = "Retrograde"
copyright = "the Retrograde maintainers, Apache License 2.0"
html_title = "Retrograde"

extensions = ["myst_parser"]
myst_heading_anchors = 4  # links to headings, by the names that a forge gives them
root_doc = "README"
include_patterns = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/**.md"]
exclude_patterns = [".git", "runs", "target", "*/target", "examples/*/target"]

html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
templates_path = ["templates"]
html_additional_pages = {"index": "to-readme.html"}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "javadoc.html",
        "sidebar/scroll-end.html",
    ]
}

# The navigation. A page that stands in none of these lists is an error.
PARTS = {
    "First steps": ["docs/tour", "docs/tables", "docs/images", "docs/own-objective", "docs/pytorch", "docs/library", "docs/comparison"],
    "Reference": ["docs/configuration", "docs/experiments", "docs/records", "docs/tracking", "docs/cluster", "docs/tuners", "docs/extending", "docs/cases", "docs/gpu"],
    "What it can": ["docs/mup", "docs/modules", "docs/schedules", "docs/lingle", "docs/paper/README"],
    "Modules": ["docs/reversible", "docs/hypergrad", "docs/models", "docs/reports"],
    "The project": ["docs/performance", "docs/scale", "docs/decisions", "docs/releasing", "CONTRIBUTING", "CHANGELOG"],
}
UNDER = {"docs/paper/README": ["docs/paper/p1", "docs/paper/p4", "docs/paper/p7"]}


def toctree(pages, *options):
    lines = ["```{toctree}", ":hidden:", *options, "", *("/" + page for page in pages), "```"]
    return "\n" + "\n".join(lines) + "\n"


def add_navigation(app, page, source):
    """Appends the lists above, which pages themselves do not have: a forge would show them as code."""
    if page == root_doc:
        source[0] += "".join(toctree(pages, ":caption: " + caption) for caption, pages in PARTS.items())
    if page in UNDER:
        source[0] += toctree(UNDER[page])


def setup(app):
    app.connect("source-read", add_navigation)
