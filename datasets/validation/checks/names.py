"""Do these texts look like names of people? By common surnames and by the shape of a name.

Source: which surnames are common in Japan is a matter of public knowledge; the choice is ours.
About half of the people of any town bear one of them, so a column is judged by its share.
"""

import re
from collections.abc import Collection, Iterable

from datasets.validation.checks.patterns import Shape

_SURNAMES = """
佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 渡部 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上
木村 斎藤 斉藤 齋藤 齊藤 林 清水 山崎 阿部 安部 森 池田 橋本 石川 山下 小川 石井 長谷川 後藤
岡田 近藤 前田 藤田 遠藤 青木 坂本 村上 太田 金子 藤井 福田 西村 三浦 竹内 中川 岡本 松田 原田
中野 小野 田村 藤原 中山 石田 小島 和田 森田 内田 柴田 酒井 原 高木 横山 安藤 宮崎 上田 島田
工藤 大野 宮本 杉山 今井 丸山 増田 高田 村田 平野 大塚 菅原 武田 新井 小山 野口 桜井 櫻井 千葉
岩崎 佐野 谷口 上野 松井 河野 市川 菊地 菊池 野村 木下 渡会 松尾 佐久間 五十嵐 水野 小松 大西
島崎 久保 吉川 古川 西田 飯田 杉本 北村 本田 久保田 平田 川口 熊谷 安田 服部 川崎 永井 西川 浅野
荒井 中田 吉村 関 岩田 中島 中嶋 馬場 小池 浜田 濱田 田口 須藤 菅野 大橋 片山 川村 早川 秋山
小沢 小澤 本間 岡崎 福島 飯塚 鎌田 土屋 松岡 松下 栗原 八木 尾崎 樋口 白石 大久保 平井 望月 成田
片岡 堀 内藤 石原 山内 松村 荒木 大谷 関口 桑原 児玉 黒田 星 石橋 矢野 永田 辻 吉岡 田辺 田邊
三宅 高野 大島 大森 大川 大石 大沢 大山 大竹 大内 大木 大原 大場 大槻 小田 小野寺 小笠原 小西
小泉 小松原 小倉 小原 小室 小谷 小出 小森 小沼 上原 上村 上杉 下田 中西 中井 中原 中本 中尾 中沢
中澤 内山 内海 北川 北野 北原 南 西 西山 西尾 西岡 西野 西本 西沢 東 堀内 堀江 堀川 堀口 富田
冨田 土田 土井 塚本 塩田 奥田 奥村 奥山 宇野 宇都宮 安達 安井 宮下 宮田 宮川 宮内 宮沢 宮澤 寺田
寺島 富永 岡 岡村 岡部 岡野 岡山 岩本 岩井 岩下 岩瀬 岸 岸本 島村 川上 川島 川端 川原 川田 川本
川合 川井 河合 河村 河原 河田 河内 平山 平川 平松 平岡 広瀬 廣瀬 庄司 引地 後藤田 徳永 志村 志賀
戸田 戸塚 手塚 新田 新谷 日野 日高 星野 春日 杉浦 杉田 杉原 村井 村松 村山 村瀬 村岡 東海林 松浦
松原 松永 松崎 松山 松沢 板垣 板倉 柏木 柳沢 柳田 柳 柿沼 栗田 根本 根岸 桑田 桜庭 梅田 梅原
森本 森山 森川 森下 植田 植木 植村 榎本 横田 横井 橘 武藤 武井 水谷 水田 永野 永島 江口 江藤
沢田 澤田 河本 津田 浅井 浅田 浅見 深沢 深澤 深谷 清野 渋谷 澁谷 滝沢 滝口 瀬戸 瀬川 熊田 片桐
牧野 牧田 猪股 猪俣 玉井 田代 田島 田嶋 田原 田畑 田上 甲斐 町田 畠山 畑 畑中 白井 白川 皆川
目黒 相田 相馬 相川 相沢 相原 真田 神田 神谷 神山 神野 福井 福原 福岡 福本 福永 秋元 秋田 秋葉
稲葉 稲垣 稲田 穴沢 竹田 竹下 竹中 竹本 竹村 笠原 笠井 笹川 篠原 篠崎 米田 米山 細川 細谷 細田
結城 緒方 織田 羽田 羽鳥 羽賀 若林 若松 荻原 荻野 菅 菅沼 萩原 落合 葛西 蓮沼 藤本 藤沢 藤澤
藤村 藤川 藤野 藤岡 藤森 藤島 角田 谷 谷川 谷本 豊田 足立 足利 赤羽 赤塚 近江 速水 進藤 遠山
郡司 酒巻 金井 金田 金沢 金城 比嘉 大城 宮城 知念 島袋 玉城 新垣 野田 野中 野崎 野沢 野澤 野原
鈴村 鎌倉 長尾 長島 長野 長田 長沢 門脇 門田 関根 関谷 阿久津 雨宮 青山 青柳 須田 須賀 飯島 飯野
飯沼 高山 高井 高島 高瀬 高松 高村 高畑 高岡 高梨 高見 高原 黒沢 黒木 黒川 鶴田 亀井 亀田 会津
蘆名 芦田 一ノ瀬 一条 二宮 二瓶 三上 三好 三木 三谷 三輪 久野 久米 今村 今野 今泉 仲田 伊東 伊達
住吉 佐伯 佐川 佐竹 倉田 保坂 児島 入江 入沢 八巻 八代 出口 前川 前原 加納 北島 千田 原口 古田
古谷 古賀 吉原 吉沢 吉澤 吉野 吉本 君島 味岡 唐沢 国分 園田 坂井 坂口 坂田 坂東 城戸 塩谷 塩川
"""

_NO_NAME_END = re.compile(
    r"(?:町|村|市|区|県|府|道|駅|橋|川|山頂|公園|学校|小|中学|高校|店|園|会|院|館|寺|社|神社|室|場|線|台|丘|内|前|所"
    r"|局|課|係|部|科|地区|団地|方面|温泉|堂|屋|荘|号|丁目|通|通り|島|浜|港|池|谷|沢|原|田|野|崎|塚|口|坂|岸|林|森|校"
    r"|支所|組合|団|班|隊|署|庁|庫|城|湖|滝|海|岳|峠|宮|塔|碑|線路|新町|本町|[都道府県市区町村])$"
)
_TOLD_APART = re.compile(r"[ \u3000・]")
_SHAPE = re.compile(
    r"[一-龥々ヶケノ]{1,4}[ \u3000・]?[一-龥々ぁ-んァ-ヶー]{1,5}"  # one script a part, both short
)
_SPELT = re.compile(
    r"[ぁ-んァ-ヶーｦ-ﾟ]+[ \u3000][ぁ-んァ-ヶーｦ-ﾟ]+|[A-Z][A-Za-z'-]+,? [A-Z][A-Za-z'.-]*"
)
_TITLES = re.compile(r"(?:様|さん|氏|殿|先生|議員)$")
SURNAMES = frozenset(_SURNAMES.split())
_LONGEST_SURNAME = max(map(len, SURNAMES))

_BY_LENGTH = "|".join(sorted(SURNAMES, key=lambda name: (-len(name), name)))
ADDRESSED = Shape(
    rf"(?<![一-龥々])(?:{_BY_LENGTH})"
    r"(?:(?: ?[一-龥々]{1,3})?(?:様(?![一-龥々])|さん|[(（][0-9]{1,3}[歳才])"
    r"| ?[一-龥々]{1,3}氏(?![一-龥々]))",
    "様|さん|氏|[歳才]",
)
"""A person spoken of in a text; clans such as 蘆名氏 are not."""

LEAST = 5
"""Distinct values from which on a column of any name is judged by its content."""


def surname_of(text: str) -> str:
    """The longest common surname a text begins with, with something after it; empty if none."""
    for length in range(min(_LONGEST_SURNAME, len(text) - 1), 0, -1):
        if text[:length] in SURNAMES:
            return text[:length]
    return ""


def is_shaped(text: str) -> bool:
    """Whether a text could be a person's name, surname first."""
    bare = _TITLES.sub("", text.strip())
    if not 3 <= len(bare) <= 9 or _SHAPE.fullmatch(bare) is None:
        return False
    return _TOLD_APART.search(bare) is not None or _NO_NAME_END.search(bare) is None


def shares(values: Collection[str]) -> tuple[float, float]:
    """How many of distinct texts are shaped like a name, and how many bear a common surname.

    Args:
        values: Distinct texts, none blank.

    Returns:
        Two shares of all, 0..1; the second counts only what is shaped like a name.
    """
    if not values:
        return 0.0, 0.0
    shaped = [value for value in values if is_shaped(value)]
    named = sum(1 for value in shaped if surname_of(_TOLD_APART.sub("", value.strip())))
    return len(shaped) / len(values), named / len(values)


def are_names(values: Collection[str]) -> bool:
    """Whether a column of any title holds names of people: many, or few that are surely so."""
    shaped, named = shares(values)
    if len(values) < LEAST:
        parted = sum(1 for value in values if _TOLD_APART.search(value.strip()))
        return len(values) > 1 and parted == len(values) and shaped == 1 and named == 1
    return shaped >= 0.8 and named >= 0.3


def are_surnames(values: Collection[str]) -> bool:
    """Whether a column holds surnames alone."""
    return sum(1 for value in values if value.strip() in SURNAMES) >= 0.5 * len(values) > 0


def are_spelt_out(values: Collection[str]) -> bool:
    """Whether a column holds names in kana or in Latin letters, in two parts."""
    spelt = sum(1 for value in values if _SPELT.fullmatch(value.strip()))
    return spelt >= 0.6 * len(values) > 0


def could_be_names(values: Iterable[str]) -> bool:
    """Whether what stands under a title such as 氏名 may be names: few, or some are shaped so."""
    distinct = list(values)
    if len(distinct) < LEAST:
        return True
    shaped, named = shares(distinct)
    latin = sum(1 for value in distinct if re.fullmatch(r"[A-Za-z.,' -]{4,40}", value))
    kana = sum(
        1 for value in distinct if re.fullmatch(r"[ぁ-んァ-ヶー]+[ \u3000][ぁ-んァ-ヶー]+", value)
    )
    return shaped >= 0.3 or named >= 0.1 or (latin + kana) >= 0.5 * len(distinct)
