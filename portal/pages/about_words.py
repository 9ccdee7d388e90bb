"""What the site says about itself: five topics, as msgids."""

from dataclasses import dataclass

from datasets.kernel.messages import N_


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a topic.

    Attributes:
        title: Msgid; likewise every paragraph and item.
        items: Short sentences shown as a list under the paragraphs.
        numbered: Whether the items are steps.
        link: Endpoint and msgid of where to go on; None for nowhere.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    numbered: bool = False
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """One page about the site; `code` stands in its address."""

    code: str
    icon: str
    title: str
    intro: str
    sections: tuple[Section, ...]


_HELP = Topic(
    "help",
    "circle-help",
    N_("How to use"),
    N_("Find a figure or a place, look at it here, and take it home. No registration is needed."),
    (
        Section(
            N_("Find data"),
            items=(
                N_("Type a word into the box. Hiragana, kanji and English all work."),
                N_("If you do not know the word, choose a topic."),
                N_("Narrow the list by publisher, format or date with the choices beside it."),
            ),
            numbered=True,
            link=("search.show", N_("Search all data")),
        ),
        Section(
            N_("Look at it"),
            (N_("Every table can be read, narrowed, sorted and drawn as a chart on this site."),),
            (
                N_("Choose “See the table” to read all rows."),
                N_("Choose a value in the table to see only the rows that have it."),
                N_("The page’s address holds what you chose. Send it, and others see the same."),
            ),
        ),
        Section(
            N_("Take it home"),
            items=(
                N_("The CSV button gives a file that Excel opens with the letters intact."),
                N_("The Excel button gives a workbook. Codes such as 07202 keep their zero."),
                N_("What you narrowed stays narrowed in the file."),
            ),
        ),
        Section(
            N_("What the marks mean"),
            items=(
                N_("On time: it was updated when its publisher said it would be."),
                N_("Quality: eight checks of the file and its description, 100 at best."),
                N_("Terms: what you may do with the data. Most are free if you name the source."),
            ),
        ),
        Section(
            N_("When something looks wrong"),
            (
                N_("Tell the office that publishes the data. Its name is on the page of the data."),
                N_("What we mended in a file is shown there too, before and after."),
            ),
            link=("about.show", N_("Contact")),
        ),
    ),
)

_ACCESSIBILITY = Topic(
    "accessibility",
    "accessibility",
    N_("Accessibility"),
    N_("Everyone should be able to use this site: by eye, by ear, by keyboard, on an old phone."),
    (
        Section(
            N_("What we aim for"),
            (
                N_("We follow WCAG 2.2 level AA and JIS X 8341-3:2016 level AA."),
                N_("This covers all pages of this site, but not the files published on it."),
            ),
        ),
        Section(
            N_("What we do for it"),
            items=(
                N_("Every page works with the keyboard alone and with scripts turned off."),
                N_("Pages fit a width of 320 pixels, and text may be enlarged fourfold."),
                N_("Colour is never the only sign, and text stands out clearly in light and dark."),
                N_("Every chart has a sentence that says what it shows, and a table beside it."),
                N_("Nothing moves by itself and nothing runs out of time."),
            ),
        ),
        Section(
            N_("How it is checked"),
            (
                N_("An automatic check looks at the pages of every new version of the software."),
                N_("It does not find everything. No outside office has tested this site yet."),
            ),
        ),
        Section(
            N_("What is not good yet"),
            items=(
                N_("PDF files are shown as their publisher made them. Some cannot be read aloud."),
                N_("Many data have their title and description in Japanese only."),
            ),
        ),
        Section(
            N_("If you cannot use something"),
            (N_("Tell us the page and what you wanted to do. We can also send data another way."),),
            link=("about.show", N_("Contact")),
        ),
    ),
)

_PRIVACY = Topic(
    "privacy",
    "shield-check",
    N_("Personal data and ethics"),
    N_("We do not watch you, and we do not publish what would harm someone."),
    (
        Section(
            N_("When you read this site"),
            items=(
                N_("You need no account, and we do not ask who you are."),
                N_("There are no advertisements, no trackers, and nothing from other sites."),
                N_("A cookie keeps your choice of colours, if you make one. Staff get one more."),
                N_(
                    "The server may note addresses for a while, to keep the site safe from attacks."
                ),
            ),
        ),
        Section(
            N_("Before data are published"),
            (N_("Every file is searched for personal data before anyone can see it."),),
            (
                N_("We look for phone numbers, mail addresses, dates of birth and hidden sheets."),
                N_("If something is found, the data wait until a person decides, with a reason."),
                N_("A file with a My Number is never published, whoever asks."),
            ),
        ),
        Section(
            N_("If you find personal data here"),
            (N_("Please tell us at once and do not pass it on. We take it down first."),),
            link=("about.show", N_("Contact")),
        ),
        Section(
            N_("When you use the data"),
            (
                N_("Please do not combine data to find out who a person is."),
                N_("Small numbers can point to one household. Take care when you show them."),
            ),
        ),
    ),
)

_TERMS = Topic(
    "terms",
    "scale",
    N_("Terms of use"),
    N_("Most data here are free for any use, also for business, if you name the source."),
    (
        Section(
            N_("Which terms apply"),
            (
                N_("The terms are written on the page of each data. They decide, not this page."),
                N_("Where they are “not stated”, ask the publisher before you use the data."),
            ),
        ),
        Section(
            N_("How to name the source"),
            (
                N_("Write the publisher, title, address and terms, and what you changed."),
                N_("On each page there is a line ready to copy."),
            ),
            (N_("Example: Matsunoki City, “Evacuation shelters”, CC BY 4.0, shortened by us"),),
        ),
        Section(
            N_("What we cannot promise"),
            items=(
                N_("Data may hold mistakes or be old. Check before you decide something weighty."),
                N_("In a disaster, follow what the city and the fire service tell you."),
                N_("We are not liable for loss that comes from the use of the data."),
            ),
        ),
        Section(
            N_("Addresses last"),
            (
                N_("An address of data keeps working. Older versions keep their own address."),
                N_("If data are withdrawn, the page says so and why."),
            ),
        ),
        Section(
            N_("Use by programs"),
            (N_("No key is needed. Please wait between requests, and keep what has not changed."),),
            link=("developers.show", N_("For developers")),
        ),
    ),
)

_CONTACT = Topic(
    "contact",
    "mail",
    N_("Contact"),
    N_("Ask the office that publishes the data. It knows them best."),
    (
        Section(
            N_("Before you write"),
            items=(
                N_("Copy the address of the page from your browser."),
                N_("For a mistake, add the row, the column, and what would be right."),
                N_("To ask for new data, say what you would do with them."),
                N_("Please write nothing private about yourself or others."),
            ),
        ),
    ),
)

TOPICS: tuple[Topic, ...] = (_HELP, _ACCESSIBILITY, _PRIVACY, _TERMS, _CONTACT)
TOPIC_BY_CODE = {topic.code: topic for topic in TOPICS}
