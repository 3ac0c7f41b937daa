"""The words of an account of takings, for the operator and the municipality's clerks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CERTIFICATES: Final[Mapping[str, str]] = {
    "juminhyo": "住民票の写し",
    "inkan": "印鑑登録証明書",
    "fuhyo": "戸籍の附票の写し",
    "koseki_all": "全部事項証明書",
    "koseki_individual": "個人事項証明書",
}
"""As the contract names its five kinds (rule book §10)."""

NONE: Final = "－"
"""Stands where the ledger does not tell of which municipality or kind some money is."""

SUBTOTAL, TOTAL = "小計", "合計"
COLUMNS: Final = ("市区町村", "証明書", "端末", "日", "通数", "手数料", "返金", "未払")
YEN, COPIES = "{yen:,}円", "{copies:,}通"

RECONCILED: Final = ("市区町村", "証明書", "日", "通数", "センター通数", "手数料", "センター手数料", "差額")

# the last nine as `device.takings.sums.Sums` has them
SHEET: Final = (
    "市区町村コード", "市区町村", "証明書コード", "証明書", "端末", "日", "通数", "手数料", "取消通数", "取消手数料",
    "返金件数", "返金額", "未払件数", "未払額", "未払のうち支払済",
)  # fmt: skip
