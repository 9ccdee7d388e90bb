"""What a column's name says about people, and what speaks against it."""

import re
import unicodedata
from collections.abc import Iterable

_MY_NUMBER = (
    r"マイ[・ ]?ナンバ[ー-]?|マイナ(?:番号|no)|個人 ?(?:番号|no)|個人識別番号|社会保障・?税番号"
    r"|my[\s_-]*number|individual[\s_-]*number"
)
MY_NUMBER = re.compile(_MY_NUMBER, re.IGNORECASE)
SAID_MY_NUMBER = re.compile(
    rf"(?:{_MY_NUMBER})(?!カード)[^0-9０-９]{{0,20}}[0-9０-９]", re.IGNORECASE
)
ONLY_MY_NUMBER = re.compile(rf"\W*(?:本人の)?(?:{_MY_NUMBER})\W*(?:欄|等)?\W*", re.IGNORECASE)
NAME = re.compile(
    r"氏\s*名|姓名|^お?名前(?:\W?(?:カナ|かな|ふりがな|フリガナ|漢字|ローマ字)\W?)?$|(患者|世帯主|対象者|申請者|申込者|受給者|保護者|生徒|児童|園児|本人|家族|利用者"
    r"|入所者|契約者|納税者|被保険者|滞納者|来庁者|参加者|会員|職員)(の?名前?|氏)$|^(本名|姓|氏|[苗名]字)$"
    r"|(full|first|last|family|given|person)[\s_]*name|^(?:フリガナ|ふりがな|よみがな)$|シメイ",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"^(代表者?|管理者?|責任者|担当者?|開設者|開設責任者|施設長|園長|校長|院長|会長|理事長|区長|町内会長"
    r"|民生委員|保護司|届出者|許可名義人|名義人|営業者|所有者|占有者|講師|連絡先担当者?)(名|氏名)?$"
)
PUBLIC = re.compile(
    r"議員|[市区町村]長|知事|候補者|著者|作者|作家|画家|監督|演者|人物|偉人|author|artist",
    re.IGNORECASE,
)
"""Whoever is called so is known by what they do in public."""
BIRTH = re.compile(
    r"(?<!発)生\s*年\s*月\s*日|出生(年?月?日|年月日)|誕生日"
    r"|birth[\s_-]*(?:day|date)|date[\s_-]?of[\s_-]?birth|\bdob\b",
    re.IGNORECASE,
)
HOME = re.compile(
    r"自宅|現住所|居住地住所|本籍|(申請者|代表者|患者|本人|世帯主|届出者|申込者|保護者|受給者|開設者|管理者"
    r"|所有者|利用者|営業者|名義人|契約者|納税者|対象者|職員|会員|家族)の?(住所|所在地)|home\s*address",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"住所|居住地|現住|番地|自宅|所在地|home\s*address", re.IGNORECASE)
LIVES = re.compile(r"住所|居住地|現住|番地|自宅|home\s*address", re.IGNORECASE)
PHONE = re.compile(r"携帯|mobile|自宅電話", re.IGNORECASE)
TELEPHONE = re.compile(r"電話|連絡先|問い?合わ?せ|^tel|phone|ＴＥＬ", re.IGNORECASE)
INSURED = re.compile(
    r"被保険者(証)?(の?記号)?番号|保険証|記号番号|受給者(証)?番号|介護保険.*番号|医療証番号"
)
LICENCE = re.compile(r"免許証?(の?番号|no)|運転免許", re.IGNORECASE)
ACCOUNT = re.compile(r"口座|通帳|振込先|account\s*(no|number)", re.IGNORECASE)
PASSPORT = re.compile(r"旅券|パスポート|passport", re.IGNORECASE)
RESIDENCE = re.compile(r"在留カード|residence\s*card", re.IGNORECASE)
PENSION = re.compile(r"年金番号|年金手帳")
PLATE = re.compile(r"車両番号|登録番号|ナンバー|車番|自動車登録", re.IGNORECASE)
KINSHIP = re.compile(r"続柄|続き柄|世帯主との関係")
ILLNESS = re.compile(r"病名|傷病|診断|既往|障害名|障がい名|疾患名|症状|服薬|アレルギー")
REMARKS = re.compile(
    r"備考|特記|摘要|メモ|コメント|経過|経緯|状況|所見|内容|理由|記事|note|remark|memo",
    re.IGNORECASE,
)
FACILITY = re.compile(
    r"施設|店|窓口|課|法人|事業[所者]|名称|団体|会社|企業|園|学校|校名|病院|医院|医療機関|公園|館|屋号|設置"
    r"|所属|組織|場所|会場|スポット|避難|駅|機関|facility|shop|company|venue|organi[sz]ation",
    re.IGNORECASE,
)
FACILITY_END = re.compile(
    r"(?:園|所|校|センター|店|館|院|寺|クラブ|ハウス|ホーム|会社|\(株\)|庁舎|学園|こども園|キッズ|ルーム)$"
)
AGE = re.compile(r"年齢|年代|年令|^歳$|^age\b|age[_ ]?group|年齢階級", re.IGNORECASE)
SEX = re.compile(r"性別|^男女|^sex$|gender", re.IGNORECASE)
PLACE = re.compile(
    r"居住|住所|住まい|町丁|地区|町名|^大?字|学区|校区|丁目|郵便番号|行政区|市区町村|市町村|区域|地域"
)
NEAR = re.compile(r"町丁|地区|町名|^大?字|学区|校区|丁目|郵便番号|行政区|自治会|町内会|集落")
DAY = re.compile(
    r"発症|確定|公表|陽性|判明|入院|退院|受診|搬送|相談日|発生日|届出日|申請日|受付日|死亡日|診断日|年月日|日付|日時"
)
COUNTED = re.compile(
    r"数$|人口|件数|人数|世帯|^計$|合計|総数|率|割合|^[男女]$|\(人\)|（人）|指数|金額|(男|女)性?数"
)
OF_COMPANIES = re.compile(r"法人番号|会社法人等番号|corporate", re.IGNORECASE)


def folded(name: str) -> str:
    """A column's name with one form for each letter."""
    return unicodedata.normalize("NFKC", name)


def any_of(pattern: re.Pattern[str], names: Iterable[str]) -> bool:
    """Whether one of several names says so."""
    return any(pattern.search(name) for name in names)


def any_of_these(patterns: Iterable[re.Pattern[str]], name: str) -> bool:
    """Whether one name says one of several things."""
    return any(pattern.search(name) for pattern in patterns)
