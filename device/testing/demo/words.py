"""The bench's own Japanese: acts, faults and what a bystander sees. The kiosk's words are in `device.texts`."""

from __future__ import annotations

from typing import Final

from sim.journeys.seen import Seen
from sim.verbs import VERBS
from statemachine.table.states import STATES

ACTS: Final[dict[tuple[str, str], str]] = {
    ("insert", ""): "硬貨を入れる",
    ("insert_issue", ""): "別の種類の硬貨を入れる",
    ("insert_on_string", ""): "糸でつった硬貨を入れる",
    ("return_lever", ""): "返却レバーを押す",
    ("lay", "card"): "カードを置く",
    ("take", "card"): "カードを取る",
    ("take", "certificate"): "証明書を取る",
    ("take", "receipt"): "領収書を取る",
    ("take", "coins"): "硬貨を取る",
    ("press", ""): "ボタンを押す",
    ("choose", ""): "項目を押す",
    ("key", ""): "数字キーを押す",
    ("pin", ""): "暗証番号を入力する",
    ("press_anyway", ""): "画面にないボタンを押す",
    ("clear_attention", ""): "係員が対応を終える",
    ("open_cover", ""): "領収書プリンターのカバーを開ける",
    ("close_cover", ""): "領収書プリンターのカバーを閉める",
    ("clear", "hopper"): "ホッパーの詰まりを直す",
    ("clear", "acceptor"): "硬貨投入口の詰まりを直す",
    ("clear", "cutter"): "カッターの詰まりを直す",
    ("clear", "page"): "詰まった用紙を取り除く",
    ("empty", "hopper"): "ホッパーを空にする",
    ("empty", "page"): "用紙トレイを空にする",
    ("empty", "receipt"): "ロール紙がなくなる",
    ("fill", "hopper"): "ホッパーに硬貨を補充する",
    ("fill", "page"): "用紙を補充する",
    ("fill", "receipt"): "ロール紙を交換する",
    ("jam", "hopper"): "ホッパーが詰まる",
    ("jam", "acceptor"): "硬貨投入口が詰まる",
    ("jam", "cutter"): "カッターが詰まる",
    ("jam", "page"): "次の用紙が詰まる",
    ("low", "receipt"): "ロール紙が残り少なくなる",
    ("abort", "page"): "印刷ジョブが中止される",
    ("unplug", "card"): "カードリーダーのケーブルを抜く",
    ("unplug", "cash"): "コインベンダのケーブルを抜く",
    ("unplug", "receipt"): "領収書プリンターのケーブルを抜く",
    ("unplug", "page"): "証明書プリンターのケーブルを抜く",
    ("unplug", "centre"): "センターへの回線を切る",
    ("plug", "card"): "カードリーダーのケーブルを挿す",
    ("plug", "cash"): "コインベンダのケーブルを挿す",
    ("plug", "receipt"): "領収書プリンターのケーブルを挿す",
    ("plug", "page"): "証明書プリンターのケーブルを挿す",
    ("plug", "centre"): "センターへの回線をつなぐ",
    ("power_cycle", "cash"): "コインベンダの電源を入れ直す",
    ("power_cycle", "receipt"): "領収書プリンターの電源を入れ直す",
    ("power_cycle", "page"): "証明書プリンターの電源を入れ直す",
    ("mute", "receipt"): "領収書プリンターが応答しなくなる",
    ("unmute", "receipt"): "領収書プリンターが再び応答する",
    ("drop", "cash"): "コインベンダの応答が失われる",
    ("drop", "page"): "証明書プリンターの応答が失われる",
    ("drop", "centre"): "センターの応答が失われる",
    ("delay", "cash"): "コインベンダの応答が遅れる",
    ("delay", "page"): "証明書プリンターの応答が遅れる",
    ("delay", "centre"): "センターの応答が遅れる",
    ("heal", "cash"): "コインベンダの通信が元に戻る",
    ("heal", "page"): "証明書プリンターの通信が元に戻る",
    ("heal", "centre"): "センターとの通信が元に戻る",
    ("corrupt", "cash"): "コインベンダの応答が化ける",
    ("duplicate", "cash"): "コインベンダの応答が二重に届く",
    ("split", "cash"): "コインベンダの応答が分かれて届く",
    ("refuse", "page"): "証明書プリンターが接続を拒む",
    ("refuse", "centre"): "センターが接続を拒む",
    ("truncate", "page"): "証明書プリンターの応答が途中で切れる",
    ("truncate", "centre"): "センターの応答が途中で切れる",
    ("busy", "page"): "証明書プリンターが「混雑」(503)を返す",
    ("busy", "centre"): "センターが「混雑」(503)を返す",
    ("stop_service", ""): "センターがメンテナンスで停止する",
    ("revoke", ""): "電子証明書が失効する",
    ("lapse", ""): "カードが失効する",
    ("protect", ""): "支援措置の対象になる",
    ("forget_registration", ""): "利用登録申請がなかったことになる",
    ("fee_lies", ""): "センターの手数料が食い違う",
    ("fee_true", ""): "センターの手数料が正しくなる",
    ("mix_up", ""): "別人の証明書が届く",
    ("misaddress", ""): "別の申請あての応答が届く",
    ("refuse_all", ""): "センターがすべての要求を断る",
    ("accept_all", ""): "センターが要求の受付を再開する",
    ("set_wall", ""): "時計の時刻を変える",
}
"""Each row of `sim.verbs.TABLE`: verb and thing -> what is done or happens."""

SCREENS: Final[dict[str, str]] = {
    "starting": "起動中",
    "idle": "待受",
    "closed": "時間外",
    "out_of_service": "休止中",
    "attention": "係員呼出",
    "menu": "メニュー",
    "waiting_for_card": "カード待ち",
    "reading_card": "カード読取り",
    "choosing_municipality": "市区町村の選択",
    "entering_pin": "暗証番号の入力",
    "verifying": "暗証番号の照合",
    "waiting_for_card_removal": "カードの取外し",
    "choosing_certificate": "証明書の選択",
    "choosing_scope": "交付種別の選択",
    "choosing_items": "記載項目の選択",
    "entering_copies": "部数の入力",
    "confirming": "発行内容の確認",
    "preparing": "証明書の準備",
    "accepting_cash": "入金",
    "settling": "入金の確認",
    "printing": "印刷",
    "paying_change": "おつりの払出し",
    "waiting_for_certificate": "証明書の受取り",
    "printing_receipt": "領収書の発行",
    "waiting_for_receipt": "領収書の受取り",
    "refunding": "返金",
    "card_left": "カードの取り忘れ",
    "saying_sorry": "お知らせ",
}
"""The states of the machine, as the log names their screens."""

SEEN: Final[dict[str, str]] = {
    "act": "お客さま: {act}",
    "fate": "出来事: {act}",
    "note": "{detail}",
    "wall": "時計: {detail}",
    "screen": "画面: {screen}",
    "line": "表示: {detail}",
    "warning": "無操作の確認: 残り{detail}秒",
    "warning_over": "無操作の確認が消えた",
    "voice": "音声: {detail}",
    "alarm": "警報: {onoff}",
    "card": "カード: {moved}",
    "coin": "投入: {detail}円",
    "coins_out": "返却口へ: {detail}円",
    "sheet": "証明書: {moved}",
    "receipt": "領収書: {moved}",
    "attendant": "係員呼出: {detail}",
    "attendant_over": "係員呼出が終わった",
    "indiscreet": "個人情報が見えた・聞こえた: {detail}",
}
"""`sim.journeys.seen.WHATS` as a line of the log."""

_MOVED: Final = {"laid": "置かれた", "taken": "取られた", "out": "出てきた"}
_ON_OFF: Final = {"on": "鳴り始めた", "off": "止まった"}


def seen_in_words(seen: Seen) -> str:
    """One line for what a bystander saw."""
    detail = seen.detail
    return SEEN[seen.what].format(
        detail=detail,
        act=_act(detail) if seen.what in ("act", "fate") else "",
        screen=_screen(detail) if seen.what == "screen" else "",
        moved=_MOVED.get(detail, detail),
        onoff=_ON_OFF.get(detail, detail),
    )


def _act(written: str) -> str:
    """`jam hopper 100`, as `sim.verbs.perform` writes acts down."""
    verb, *rest = written.split(" ")
    thing = rest.pop(0) if rest and rest[0] in VERBS.get(verb, ()) else ""
    words = ACTS.get((verb, thing), written)
    return f"{words}({' '.join(rest)})" if rest else words


def _screen(name: str) -> str:
    number = STATES[name].number if name in STATES else ""
    return f"{number} {SCREENS.get(name, name)}".strip()
