"""A made-up city's datasets, and what its people ask for."""

from datetime import UTC, datetime, timedelta

from datasets.search.document import SearchDocument

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def document(slug: str, title: str, **facts: object) -> SearchDocument:
    facts = {
        "id": f"00000000-0000-4000-8000-{abs(hash_of(slug)) % 10**12:012d}",
        "modified": NOW,
        "organization": "mizuho-city",
        "organization_title": "みずほ市",
        "places": ("みずほ市",),
        "license": "CC-BY-4.0",
        "formats": ("CSV",),
    } | facts
    return SearchDocument(slug=slug, title=title, **facts)  # type: ignore[arg-type]  # facts vary


def hash_of(slug: str) -> int:
    return int.from_bytes(slug.encode(), "big")


_ROWS = """
shelters|避難所一覧|Evacuation shelters|災害のときに避難する場所の位置と定員です。|bousai|避難所,防災|名称,住所,緯度,経度,定員,対応する災害
emergency-sites|指定緊急避難場所|Emergency evacuation sites|洪水や地震など、災害の種類ごとに逃げる場所です。|bousai|避難場所|名称,洪水,地震,津波
hazard-flood|洪水浸水想定区域|Flood hazard map|大雨で川があふれたときに水につかる範囲です。|bousai|ハザードマップ|想定浸水深
landslide|土砂災害警戒区域|Landslide warning zones|がけ崩れのおそれがある区域です。|bousai||区域名,種別
stockpile|備蓄品一覧||防災倉庫に保管している水や食料の数量です。|bousai|備蓄|倉庫名,品名,数量
radio|防災行政無線の屋外スピーカー||放送設備の位置です。|bousai||局名,緯度,経度
hydrants|消火栓・防火水槽||消防水利の位置です。|bousai|消防|種別,口径
aed|AED設置箇所一覧|AED locations|市内のAEDの位置と使える時間です。|kenkou|AED|名称,住所,設置位置,利用可能時間
hospitals|医療機関一覧|Hospitals and clinics|市内の病院と診療所の一覧です。|kenkou|病院|名称,診療科目,電話番号
duty-doctors|休日当番医|Holiday doctors|日曜と祝日に診てもらえるところです。|kenkou||日付,医院名
dentists|歯科医院一覧||市内の歯医者さんです。|kenkou||名称,住所
vaccines|予防接種の実施状況||種類別の接種者数です。|kenkou|予防接種|年度,種類,接種者数
care|介護サービス事業所||介護保険のサービスを行うところです。|kenkou|介護|事業所名,サービス種別
garbage-days|ごみ収集日カレンダー|Garbage collection calendar|地区別の収集する曜日です。|gomi|ごみ|地区,曜日,種類
garbage-sorting|ごみ分別辞典|Waste sorting guide|品目ごとの出し方です。|gomi|ごみ,分別|品目,分別区分
bulky|粗大ごみ処理手数料||大きなごみの料金です。|gomi||品目,手数料
recycling|資源回収量||古紙や缶の回収した重さです。|gomi|リサイクル|年度,品目,重さ
air|大気測定結果|Air quality|PM2.5などの測定値です。|gomi||日時,PM2.5,二酸化窒素
population|年齢別人口|Population by age|住民基本台帳による年齢と男女別の人数です。|jinkou|人口|年齢,男,女
households|町丁目別世帯数|Households by neighborhood|町ごとの世帯の数です。|jinkou||町名,世帯数
births|出生数と死亡数|Births and deaths|年ごとの生まれた人と亡くなった人の数です。|jinkou||年,出生,死亡
foreigners|国籍別外国人住民数|Foreign residents|国籍ごとの住民の数です。|jinkou||国籍,人数
migration|転入と転出|Migration|市外との引っ越しの数です。|jinkou||年月,転入,転出
bus-stops|バス停一覧|Bus stops|路線バスの停留所の位置です。|koutsuu|バス|停留所名,緯度,経度
bus-times|コミュニティバス時刻表|Community bus timetable|循環バスの発車時刻です。|koutsuu|バス|停留所,時刻
stations|駅別乗降客数|Train station passengers|鉄道の駅ごとの1日平均です。|koutsuu|鉄道|駅名,乗車人員
bikes|駐輪場一覧|Bicycle parking|市営の自転車置き場です。|koutsuu||名称,台数
car-parks|市営駐車場|Parking lots|位置と料金です。|koutsuu||名称,料金
accidents|交通事故発生箇所|Traffic accidents|人がけがをした事故の地点です。|koutsuu||日時,内容
bridges|橋梁点検結果|Bridge inspections|橋の健全度です。|koutsuu||橋梁名,健全度
plow|除雪路線図|Snow plow routes|除雪車が通る道です。|yuki|除雪|路線名
snow-depth|積雪深の観測値|Snow depth|毎朝9時の雪の深さです。|yuki|雪|日付,積雪深
rain|雨量観測データ|Rainfall|10分ごとの雨の量です。|yuki||日時,雨量
river|河川水位|River levels|川の水位です。|bousai||日時,水位
lunch|学校給食献立|School lunch menu|小中学校の給食の献立とアレルゲンです。|gakkou|給食|日付,献立,アレルゲン
schools|小中学校一覧|Schools|市立の学校です。|gakkou|学校|名称,児童生徒数
zones|通学区域|School districts|住所ごとの学校です。|gakkou||町名,小学校,中学校
nurseries|保育所・認定こども園|Nurseries|保育施設の位置と定員です。|kosodate|保育園|名称,定員
vacancies|保育所の空き状況|Nursery vacancies|クラスごとの空きの数です。|kosodate||施設名,0歳児,1歳児
after-school|放課後児童クラブ|After-school clubs|学童保育を行うところです。|kosodate||名称,定員
nursing-rooms|赤ちゃんの駅|Nursing rooms|授乳とおむつ替えができるところです。|kosodate||名称,設備
library|図書館の貸出冊数|Library loans|月ごとの貸出です。|shisetsu|図書館|年月,貸出冊数
toilets|公衆トイレ一覧|Public toilets|車いすで使える設備もわかります。|shisetsu|トイレ|名称,多目的,オストメイト
halls|公民館・集会所|Community centers|地域の集会施設です。|shisetsu||名称,室数
gyms|体育施設一覧|Sports facilities|体育館やプールです。|shisetsu||名称,種別
wifi|公衆無線LANアクセスポイント|Free Wi-Fi spots|無料で使えるWi-Fiの場所です。|shisetsu||名称,SSID
parks|都市公園一覧|City parks|公園の位置と遊具です。|kouen|公園|名称,面積
trees|保存樹木||市が指定した木です。|kouen||樹種,樹高
sights|観光施設一覧|Tourist attractions|見どころの一覧です。|kankou|観光|名称,説明
visitors|観光入込客数|Tourist numbers|年ごとの来訪者です。|kankou||年,人数
heritage|指定文化財|Cultural properties|国や県や市の指定です。|kankou||名称,種別
events|イベント一覧|Events|市内の催しです。|kankou||名称,開始日
budget|当初予算|City budget|一般会計の歳入と歳出です。|yosan|予算|款,金額
votes|選挙投票率|Voter turnout|投票所ごとの投票率です。|yosan|選挙|投票所,投票率
bears|クマ出没情報|Bear sightings|見かけた日時と場所です。|kouen||日時,場所
restaurants|食品営業許可施設|Food business permits|飲食店などの許可です。|shisetsu||屋号,業種
lights|防犯灯|Street lights|街灯の位置です。|bousai||番号,種類
noise|自動車騒音|Traffic noise|道路のそばで測った音です。|gomi||地点,dB
"""

CITY = [
    document(
        slug,
        title,
        title_en=english,
        summary=summary,
        themes=(theme,),
        keywords=tuple(filter(None, keywords.split(","))),
        columns=tuple(columns.split(",")),
        modified=NOW - timedelta(days=at * 9),
        view_count=at * 7 % 50,
    )
    for at, row in enumerate(_ROWS.strip().splitlines())
    for slug, title, english, summary, theme, keywords, columns in [row.split("|")]
]

# what was typed, and the datasets a resident would accept as an answer
JUDGED = {
    "避難所": "shelters emergency-sites",
    "ひなんじょ": "shelters emergency-sites",
    "避難場所": "shelters emergency-sites",
    "ヒナンジョ": "shelters emergency-sites",
    "hinanjo": "shelters emergency-sites",
    "shelter": "shelters emergency-sites",
    "避難所はどこですか": "shelters emergency-sites",
    "ＡＥＤ": "aed",
    "aed": "aed",
    "ＡＥＤまっぷ": "aed",
    "AEDの場所": "aed",
    "除細動器": "aed",
    "ごみ 収集": "garbage-days",
    "ゴミの日": "garbage-days",
    "ごみ収集日": "garbage-days",
    "garbage": "garbage-days garbage-sorting bulky",
    "ゴミ": "garbage-days garbage-sorting bulky",
    "粗大ゴミ": "bulky",
    "ごみの分け方": "garbage-sorting",
    "リサイクル": "recycling",
    "population": "population",
    "人口": "population",
    "ｼﾞﾝｺｳ": "population",
    "popluation": "population",
    "みずほ市の人口": "population",
    "世帯": "households",
    "外国人": "foreigners",
    "引っ越し": "migration",
    "給食": "lunch",
    "きゅうしょく": "lunch",
    "kyushoku": "lunch",
    "school lunches": "lunch",
    "アレルギー": "lunch",
    "保育園": "nurseries vacancies",
    "ほいくえん": "nurseries vacancies",
    "保育園の空き": "vacancies",
    "学童": "after-school",
    "おむつ": "nursing-rooms",
    "バス": "bus-stops bus-times",
    "ばす": "bus-stops bus-times",
    "バス停": "bus-stops bus-times",
    "bus timetable": "bus-times",
    "電車": "stations",
    "自転車置き場": "bikes",
    "駐車場": "car-parks",
    "交通事故": "accidents",
    "橋": "bridges",
    "雪かき": "plow",
    "snow": "snow-depth plow",
    "雨": "rain",
    "川の水位": "river",
    "病院": "hospitals",
    "お医者さん": "hospitals",
    "歯医者": "dentists",
    "ワクチン": "vaccines",
    "老人ホーム": "care",
    "図書館": "library",
    "トイレ": "toilets",
    "お手洗い": "toilets",
    "public toilet": "toilets",
    "Ｗｉ－Ｆｉ": "wifi",
    "wifi": "wifi",
    "公園": "parks",
    "こうえん": "parks",
    "観光": "sights visitors",
    "文化財": "heritage",
    "予算": "budget",
    "投票": "votes",
    "熊": "bears",
    "レストラン": "restaurants",
    "街灯": "lights",
    "PM2.5": "air",
    "消火栓": "hydrants",
    "ハザードマップ": "hazard-flood",
    "がけ崩れ": "landslide",
    "避難所一欄": "shelters emergency-sites",
    "ふぁいる": "",
    "量子コンピュータ": "",
    "zzzz": "",
}
