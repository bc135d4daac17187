"""The vocabulary from which titles, bodies, comments and names are put together."""

from __future__ import annotations

PEOPLE = [
    ("ada", "Ada", "Merrow"),
    ("benno", "Benno", "Hale"),
    ("carys", "Carys", "Penhallow"),
    ("dario", "Dario", "Finch"),
    ("edith", "Edith", "Lowe"),
    ("farid", "Farid", "Amani"),
    ("greta", "Greta", "Holm"),
    ("hugo", "Hugo", "Wren"),
    ("imke", "Imke", "Sanders"),
    ("joan", "Joan", "Barrow"),
    ("kofi", "Kofi", "Mensah"),
    ("lena", "Lena", "Voss"),
    ("marisol", "Marisol", "Reyes"),
    ("niall", "Niall", "Rowan"),
    ("orla", "Orla", "Keane"),
    ("petra", "Petra", "Lind"),
    ("quentin", "Quentin", "Marsh"),
    ("rosa", "Rosa", "Thorne"),
    ("sunil", "Sunil", "Rao"),
    ("tamsin", "Tamsin", "Brook"),
]
PLACES = ["the lower meadow", "Hollin Bank", "the estuary", "Sedge Mill", "the old quarry"]

# Parent, then its children; the second level shows self relations and the path converter.
CATEGORIES = {
    "Woodland": ["Trees", "Fungi"],
    "Water": ["Ponds", "Coast"],
    "Fields": ["Hedgerows", "Meadows"],
    "Weather": ["Frost"],
}
TAGS = [
    "season", "notes", "birds", "insects", "frost", "walking", "maps", "light", "soil",
    "seeds", "rain", "night", "sound", "tools", "reading",
]  # fmt: skip

OPENINGS = ["On", "A field guide to", "Notes about", "Looking for", "The quiet of", "Against",
            "A week of", "In praise of", "What we know of", "Counting"]  # fmt: skip
SUBJECTS = ["hedgerows", "late frost", "winter thrushes", "the mill pond", "slow rivers",
            "first swallows", "old orchards", "beech woods", "wet meadows", "the tide line",
            "moth traps", "stone walls", "river fog", "alder roots", "barn owls"]  # fmt: skip
ENDINGS = ["and other edges", "in November", "after rain", "by lamplight", "on foot",
           "before the thaw", "without a map", "from the train"]  # fmt: skip

SENTENCES = [
    (
        "Morning came up grey over the lower meadow and the first of the winter thrushes moved "
        "through the hawthorn without any hurry at all."
    ),
    "By noon the frost had drawn back to the north side of every wall and stayed there.",
    "I had brought the wrong boots and the right notebook, which is the better way round.",
    "The pond keeps its own calendar, about two weeks behind the hedge above it.",
    "Nothing was rare that day, and nothing was missing either.",
    "Somebody had mended the stile since the autumn, with a plank of an older door.",
    "We counted twice and wrote down the lower number, as one should.",
    "The wind turned in the afternoon and took the smell of the sea with it.",
    "Three herons stood along the ditch at equal distances, like posts of a fence.",
    "What sounded like rain was the beech leaves letting go, all in one minute.",
    "The map shows a path here; the ground remembers it only in dry summers.",
    "Under the bark there was a whole street of galleries, and nobody at home.",
    "A tractor went over the hill twice, and the lapwings came back twice.",
    "It is easy to miss how much of a wood is standing water.",
    "The light went at four, and the owls began before it had quite gone.",
    "I sat on the gate until the cold decided the matter.",
]
REMARKS = [
    "The same here, two days later and thirty miles north.",
    "Thank you for the lower number. It is usually the true one.",
    "Could the plank be from the chapel? Its door went missing in spring.",
    "I walked this on Sunday and found the path under a foot of water.",
    "Not convinced about the thrushes: fieldfares, surely?",
    "Your pond is late. Ours had spawn before the snowdrops.",
    "Please say which wall. There are at least four by that name.",
    "A lovely piece. I read it twice on the train and missed my stop.",
]
