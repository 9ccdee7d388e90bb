"""What offices do to numbers, days and text."""

import random
from copy import deepcopy
from datetime import date

from tests.properties.clean_tables import TOWNS, Sent, columns, days, each, numbers, some

WIDE = str.maketrans("0123456789,-./:", "０１２３４５６７８９，－．／：")


def full_width(sent: Sent, rng: random.Random) -> bool:
    places = numbers(sent) + columns(sent, "設置日", "電話番号", "増減")
    return some(sent, places, lambda text: text.translate(WIDE), rng)


def separators(sent: Sent, rng: random.Random) -> bool:
    return each(sent, numbers(sent), lambda text: f"{int(text):,}" if text.isdecimal() else text)


def triangles(sent: Sent, rng: random.Random) -> bool:
    sign = rng.choice(("△", "▲", "△ ", "−", "－"))
    return each(sent, columns(sent, "増減"), lambda text: text.replace("-", sign))


def era_days(sent: Sent, rng: random.Random) -> bool:
    form = rng.randrange(4)
    return each(sent, days(sent), lambda text: _era(text, form))


def western_days(sent: Sent, rng: random.Random) -> bool:
    form = rng.randrange(4)

    def change(text: str) -> str:
        y, m, d = map(int, text.split("-"))
        return (f"{y}/{m}/{d}", f"{y}年{m}月{d}日", f"{y}.{m:02}.{d:02}", f"{y}/{m}/{d}現在")[form]

    return each(sent, days(sent), change)


def _era(text: str, form: int) -> str:
    day = date.fromisoformat(text)
    name, letter, first = ("令和", "R", 2019) if day >= date(2019, 5, 1) else ("平成", "H", 1989)
    year = day.year - first + 1
    said = "元" if year == 1 else str(year)
    return (
        f"{name}{said}年{day.month}月{day.day}日",
        f"{letter}{year}.{day.month}.{day.day}",
        f"{letter}{year:02}.{day.month:02}.{day.day:02}",
        f"{name}{said}年{day.month}月{day.day}日".translate(WIDE),
    )[form]


def american_days(sent: Sent, rng: random.Random) -> bool:
    def change(text: str) -> str:
        y, m, d = map(int, text.split("-"))
        return f"{m}/{d}/{y}"

    sent.named.add("us_dates")
    return each(sent, days(sent), change)


def impossible_day(sent: Sent, rng: random.Random) -> bool:
    places = days(sent)
    for place in places[:1]:
        wrong = rng.choice(("平成32年1月1日", "2023-02-30", "令和元年4月1日", "昭和64年1月8日"))
        row = rng.randrange(len(sent.rows))
        sent.rows[row][place] = sent.clean_rows[row][place] = wrong
    sent.named.add("W_DATE")
    return bool(places)


def serials(sent: Sent, rng: random.Random) -> bool:
    def change(text: str) -> str:
        return str((date.fromisoformat(text) - date(1899, 12, 30)).days)

    sent.named.add("serials")
    return some(sent, days(sent), change, rng)


def units(sent: Sent, rng: random.Random) -> bool:
    unit = {"利用者数": "人", "男": "人", "女": "人", "予算額": "円", "決算額": "円", "定員": "人"}
    places = columns(sent, *unit)
    for place in places:
        sign = unit[sent.clean_names[place]]
        sent.clean_names[place] += f"（{sign}）"
        each(sent, [place], lambda text, sign=sign: text + sign)  # type: ignore[misc]
    return bool(places)


def percent(sent: Sent, rng: random.Random) -> bool:
    places = columns(sent, "執行率")
    for place in places:
        sent.clean_names[place] += "（%）"
    return each(sent, places, lambda text: text + "%")


def currency(sent: Sent, rng: random.Random) -> bool:
    places = columns(sent, "予算額", "参加費")
    for place in places:
        sent.clean_names[place] += "（円）"
    return each(sent, places, lambda text: f"￥{int(text):,}")


def null_marks(sent: Sent, rng: random.Random) -> bool:
    places = numbers(sent) + days(sent)
    mark = rng.choice(("-", "－", "…", "集計中", "*", "x", "不明", "―"))
    for place in places:
        for number in rng.sample(range(len(sent.rows)), 3):
            sent.rows[number][place], sent.clean_rows[number][place] = mark, ""
    return bool(places)


def circles(sent: Sent, rng: random.Random) -> bool:
    kind = rng.choice(("〇", "◯"))
    return some(sent, columns(sent, "洪水", "地震"), lambda t: t.replace("○", kind), rng)


def blanks_around(sent: Sent, rng: random.Random) -> bool:
    return some(sent, [0, len(sent.names) - 1], lambda text: f"　{text} ", rng)


def radicals(sent: Sent, rng: random.Random) -> bool:
    places = [n for n, cell in enumerate(sent.rows[0]) if "区" in cell or "山" in cell]
    swap = str.maketrans({"西": "⻄", "山": "⼭", "小": "⼩", "大": "⼤", "見": "⾒"})
    before = deepcopy(sent.rows)
    each(sent, places, lambda text: text.translate(swap))
    return sent.rows != before


def kana_apart(sent: Sent, rng: random.Random) -> bool:
    swap = {"が": "か\u3099", "ガ": "カ\u3099", "デ": "テ\u3099", "だ": "た\u3099"}

    def change(text: str) -> str:
        return "".join(swap.get(sign, sign) for sign in text)

    before = deepcopy(sent.rows)
    each(sent, list(range(len(sent.names))), change)
    return sent.rows != before


def controls(sent: Sent, rng: random.Random) -> bool:
    return some(sent, [0], lambda text: text[:1] + "\x07" + text[1:], rng)


def break_tags(sent: Sent, rng: random.Random) -> bool:
    for place in [n for n, name in enumerate(sent.clean_names) if name in ("名称", "催し", "科目")]:
        for number in rng.sample(range(len(sent.rows)), 4):
            text = sent.rows[number][place]
            sent.rows[number][place] = f"{text}<br>別館"
            sent.clean_rows[number][place] += "\n別館"
    return sent.rows != sent.clean_rows


def carriage_returns(sent: Sent, rng: random.Random) -> bool:
    sent.rows[2][0] += "\r\n別館"
    sent.clean_rows[2][0] += "\n別館"
    return True


def apostrophes(sent: Sent, rng: random.Random) -> bool:
    return each(sent, numbers(sent), lambda text: f"'{text}")


def spaced_names(sent: Sent, rng: random.Random) -> bool:
    blank = rng.choice((" ", "　", "  "))
    places = columns(sent, "地区", "科目", "名称")
    for place in places[:1]:
        for number in range(0, len(sent.rows), 3):
            name = TOWNS[2 + number % 3]
            name = {"中央区": "中央区", "港町": "新港町", "緑が丘": "緑が丘"}[name]
            sent.rows[number][place] = blank.join(name)
            sent.clean_rows[number][place] = name
    return bool(places)
