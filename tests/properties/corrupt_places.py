"""What offices do to phones, codes and places."""

import random

from tests.properties.clean_tables import Sent, columns, each


def phones(sent: Sent, rng: random.Random) -> bool:
    def change(text: str) -> str:
        one, two, three = text.split("-")
        forms = (f"({one}){two}-{three}", f"{one}({two}){three}", f"{one}‐{two}‐{three}")
        return forms[form]

    form = rng.randrange(3)
    return each(sent, columns(sent, "電話番号"), change)


def postal_codes(sent: Sent, rng: random.Random) -> bool:
    form = rng.choice(("〒{}-{}", "{}{}", "〒{}{}", "{}－{}"))
    return each(sent, columns(sent, "郵便番号"), lambda text: form.format(*text.split("-")))


def degrees(sent: Sent, rng: random.Random) -> bool:
    form = rng.choice(("{}度{}分{}秒", "{}°{}′{}″", "{}°{}'{}\""))
    places = columns(sent, "緯度", "経度")
    for number, row in enumerate(sent.rows):
        for place in places:
            seconds = round(float(row[place]) * 3600)
            d, m, s = seconds // 3600, seconds // 60 % 60, seconds % 60
            row[place] = form.format(d, m, s)
            sent.clean_rows[number][place] = f"{d + m / 60 + s / 3600:.6f}"
    return bool(places)


def swapped(sent: Sent, rng: random.Random) -> bool:
    places = columns(sent, "緯度", "経度")
    for row in sent.rows if places else ():
        row[places[0]], row[places[1]] = row[places[1]], row[places[0]]
    return bool(places)


def zero_places(sent: Sent, rng: random.Random) -> bool:
    places = columns(sent, "緯度", "経度")
    for number in rng.sample(range(len(sent.rows)), 4) if places else ():
        for place in places:
            sent.rows[number][place], sent.clean_rows[number][place] = "0", ""
    return bool(places)


def tokyo(sent: Sent, rng: random.Random) -> bool:
    sent.above.insert(0, ["座標は日本測地系による"])
    sent.named.add("tokyo_datum")
    return bool(columns(sent, "緯度"))


def one_cell_places(sent: Sent, rng: random.Random) -> bool:
    places = columns(sent, "緯度", "経度")
    if not places:
        return False
    for rows in (sent.rows, sent.clean_rows):
        for row in rows:
            row[places[0]] = f"{row[places[0]]}, {row.pop(places[1])}"
    for names in (sent.names, sent.clean_names):
        names[places[0]] = "位置"
        names.pop(places[1])
    sent.named.add("split_places")
    return True


def short_codes(sent: Sent, rng: random.Random) -> bool:
    places = columns(sent, "全国地方公共団体コード")
    return each(sent, places, lambda text: text[:5])


def lost_zeros(sent: Sent, rng: random.Random) -> bool:
    places = columns(sent, "全国地方公共団体コード")
    return each(sent, places, lambda text: text.lstrip("0"))


def wrong_code(sent: Sent, rng: random.Random) -> bool:
    for place in (places := columns(sent, "全国地方公共団体コード")):
        text = sent.rows[3][place]
        sent.rows[3][place] = sent.clean_rows[3][place] = text[:5] + str((int(text[5]) + 1) % 10)
    sent.named.add("W_AREA_CODE")
    return bool(places)
