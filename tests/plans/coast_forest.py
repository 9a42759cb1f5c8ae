"""An invented plan of an invented agency, for what must hold for any plan and not only the one carried."""

from __future__ import annotations

from pathlib import Path

from tests.rendering import Document, Goal, Item, Widths, WorkPlan, render

PLAN_ID = "ccf-113"
FOLDER = Path(__file__).parent / PLAN_ID

DOCUMENT = Document(
    publisher="海岸林務署",
    year=113,
    parts=("本署年度目標與作法", "本署年度計畫內容"),
    preface=(
        "臺灣海岸線綿長，防風林帶是沿海聚落抵擋鹽霧與風沙的第一道屏障。本署以「林帶相連」及「聚落相伴」為願景，"
        "逐步修補斷裂的林帶，讓居民與候鳥都有棲身之處。",
        "113 年本署以補植、巡護及海岸教育為三大主軸，並將成果公開於 OpenCoast 圖臺，供各界查閱。",
    ),
    goals=(
        Goal(
            "修補斷裂林帶，減少風沙侵襲",
            (
                "補植木麻黃、黃槿及草海桐，全年新植 80 公頃，優先處理雲林與澎湖沿岸。",
                "汰換枯死老樹，改採混植方式，避免單一樹種遭病蟲侵害。",
                "設置編籬定砂，降低飛砂掩埋農田與道路的情形。",
            ),
        ),
        Goal(
            "守望海岸生態，結合村里巡守",
            (
                "組成 24 支村里巡守隊，每週巡視林帶並通報盜伐與傾倒廢土。",
                "調查小燕鷗與東方環頸鴴的繁殖地，於四月至八月實施分區管制。",
            ),
        ),
        Goal(
            "推廣海岸教育，培養小小護林員",
            (
                "開辦「里海學堂」，邀請漁民與老師共同授課。",
                "編印潮間帶圖鑑及桌上遊戲，贈送沿海國小圖書室。",
            ),
        ),
    ),
    work_plans=(
        WorkPlan(
            "林帶復育",
            (
                Item(
                    "海岸防風林更新造林（112－115 年四年期）",
                    "社會發展",
                    (
                        "完成雲林口湖、嘉義布袋及澎湖白沙三處苗圃擴建，年產耐鹽樹苗 60 萬株。",
                        "新植林木後連續撫育三年，存活率未達七成者應於隔年春季補植，並檢討樹種與栽植間距。",
                        "租用沿海休耕農地造林，每公頃每年給付地主租金 3 萬元。",
                    ),
                ),
                Item(
                    "以 LiDAR 空載測繪監看林相變遷",
                    "科技發展",
                    (
                        "每季飛航拍攝一次，比對樹冠高度，找出衰退林分。",
                        "建立枯死木自動判釋模型，判釋正確率達九成後移交各工作站使用。",
                    ),
                ),
                Item(
                    "飛砂防治",
                    "社會發展",
                    ("於桃園觀音至新屋沿岸架設竹編定砂籬 12 公里，並於籬後栽植馬鞍藤。",),
                    numbered=False,
                ),
            ),
        ),
        WorkPlan(
            "海岸巡護與自然教育推展",
            (
                Item(
                    "村里巡守隊訓練與保險",
                    "社會發展",
                    (
                        "辦理新進隊員講習 6 場次，內容包括樹木辨識、急救與通報流程。",
                        "為隊員投保意外險，並發給雨衣、頭燈及無線電。",
                    ),
                ),
                Item(
                    "里海學堂與步道解說",
                    "社會發展",
                    (
                        "整修四草、好美寮及鰲鼓三條木棧道，增設點字解說牌。",
                        "招募解說志工 150 人，假日每日提供兩梯次免費導覽。",
                        "舉辦海廢創作展，徵件對象為國中小學生。",
                    ),
                ),
            ),
        ),
    ),
)


def source_text() -> str:
    """Return the plan's text layer: narrow columns and short pages, so that a page ends inside a cell."""
    return render(DOCUMENT, widths=Widths(text=34, work_plan=6, item=6, content=24), page_length=26, seed=36)
