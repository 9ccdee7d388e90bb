"""Text as people compare it: one folding for search, filters and facets.

Source: Unicode NFKC and case folding (UAX #15), EquivalentUnifiedIdeograph.txt for radicals.
"""

import re
import unicodedata

# old, personal-name and look-alike forms, and in the same place the form each is read as
_VARIANTS = (
    "舘髙﨑嵜濵濱邊邉齋齊澤廣國嶋嶌龍瀧櫻惠榮學會藏眞壽黑德曾條圓栁槗冨峯埜渕渊𠮷圖體"
    "驛鐵縣區鄕莊灣澁靑淸凉來實變讀豐彌萬與兒佛拂廳應寶寫將專對當發稻"
)
_VARIANTS_READ_AS = (
    "館高崎崎浜浜辺辺斎斉沢広国島島竜滝桜恵栄学会蔵真寿黒徳曽条円柳橋富峰野淵淵吉図体"
    "駅鉄県区郷荘湾渋青清涼来実変読豊弥万与児仏払庁応宝写将専対当発稲"
)

_RADICALS = (
    "⺅⺉⺌⺍⺑⺒⺓⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺧⺨⺩⺪⺫⺬⺭⺮⺯⺲⺶⺷⺹⺼⺽⺾⺿⻀⻁"
    "⻂⻃⻄⻆⻊⻌⻍⻎⻏⻑⻒⻖⻗⻘⻝⻞⻟⻣⻤⻨⻩⻫⻭⻯⻱⻲⻳"
)
_RADICALS_READ_AS = (
    "亻刂小小尢巳幺忄㣺扌攵旡日月歺民氵氺灬爫爫牛犭王疋罒示礻竹糹罒羊羊耂月臼艹艹艹虎"
    "衤西西角足辶辶辶阝長長阝雨青食飠飠骨鬼麦黄斉歯竜亀亀亀"
)

_DASHES = "‐‑‒–—―−﹘﹣⁃─━"
_SMALL_KANA = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_KATAKANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}

_LETTERS: dict[int, str] = (
    dict(zip(map(ord, _VARIANTS), _VARIANTS_READ_AS, strict=True))
    | dict(zip(map(ord, _RADICALS), _RADICALS_READ_AS, strict=True))
    | {ord("龜"): "亀", ord("〜"): "~"}
    | {ord(dash): "-" for dash in _DASHES}
    | {code: _SMALL_KANA.get(kana, kana) for code, kana in _KATAKANA.items()}
    | {ord(small): large for small, large in _SMALL_KANA.items()}
)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_DASH_AFTER_KANA = re.compile(r"(?<=[ぁ-ゖ])-")
_LONG_MARK_ELSEWHERE = re.compile(r"(?<![ぁ-ゖー])ー+")
_JOINED_LETTERS = re.compile(r"(?<=[a-z])-(?=[a-z])")


def fold(text: str) -> str:
    """The form in which two texts are the same to a reader.

    Width, case, katakana and hiragana, small and large kana, old and look-alike kanji, kinds of
    dash and runs of spaces no longer differ; `Wi-Fi` is `wifi`, `センタ―` is `せんたー`. Folding
    twice changes nothing more. Not for display: it shows how a text compares, not how it reads.
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
        folded = unicodedata.normalize("NFKC", folded).translate(_LETTERS)
        folded = unicodedata.normalize("NFC", folded)
        if "-" in folded:
            folded = _DASH_AFTER_KANA.sub("ー", folded)
        if "ー" in folded:
            folded = _LONG_MARK_ELSEWHERE.sub(_as_dashes, folded)
    if "-" in folded:
        folded = _JOINED_LETTERS.sub("", folded)
    return _SPACES.sub(" ", folded).strip()


def _as_dashes(run: re.Match[str]) -> str:
    return "-" * len(run[0])
