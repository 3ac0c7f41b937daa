"""On a certificate's back, and in the picture of `madoguchi verify`."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    # on a certificate's back
    "press.scramble": "スクランブル画像",
    "press.scramble.about": "おもて面を暗号化した画像です。証明書の提出を受けた方は、うら面全体を300dpi以上で読み取り、"
    "復号した画像をおもて面と見比べることで、改ざんの有無を確認できます。この証明書を複写すると、"
    "両面の地紋に「複写」の文字が現れます。",
    "press.number": "文書番号 {document} ({sheet}/{sheets})",
    "press.detection": "偽造防止検出画像",
    "press.detection.about": "赤外線カメラで見ると、桜の花の中に「証」の文字が現れます。複写したものには現れません。",
    # the picture of `madoguchi verify`
    "verify.scanned": "読み取ったおもて面",
    "verify.decoded": "スクランブル画像から復号したおもて面",
    "verify.noise": "スクランブル画像(鍵が合わず、復号できません)",
    "verify.vouched": "二次元コードの内容",
    "verify.document": "文書番号",
    "verify.sheet": "用紙(枚目/全枚数)",
    "verify.request": "申請番号",
    "verify.digest": "元の文書のハッシュ値(SHA-256)",
    "verify.signature": "証明書交付センターの署名",
    "verify.good": "正しい署名です。",
    "verify.bad": "署名が合いません。",
    "verify.scramble": "スクランブル画像",
    "verify.opened": "復号できました。",
    "verify.closed": "復号できません。",
    "verify.differences": "おもて面と異なる箇所",
    "verify.holds": "改ざんは見つかりませんでした。",
    "verify.fails": "この証明書は、真正なものと確認できません。",
}
