"""What receipt, claim slip and registration slip say: Japanese in full, title, amounts and help in six languages more.

Japanese after the rule book §2, §10 and §11; the languages are those of screen ④ (rule book §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

JAPANESE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "receipt": "領収書",
        "reissue": "【再発行】",
        "service": "証明書交付サービス(コンビニ交付)",
        "received": "証明書交付手数料として、\n下記のとおり領収しました。",
        "kind": "証明書種別",
        "unit_fee": "単価",
        "copies": "部数",
        "copies_count": "{copies}部",
        "total": "合計",
        "exempt": "手数料(非課税)",
        "inserted": "投入金額",
        "change": "おつり",
        "owed": "お返しできなかった金額",
        "time": "日時",
        "store": "店舗",
        "terminal": "端末",
        "receipt_number": "領収番号",
        "no_refund": "発行後の返金・返品・交換はできません。",
        "misprint": "印刷不良は、その場で店員へお知らせください。",
        "ask": "お問合せ",
        "claim": "お預かり金控え",
        "claim_about": "この端末でお返しできなかった金額です。この控えを店員にお渡しください。",
        "claim_amount": "お返しする金額",
        "claim_number": "控え番号",
        "registration": "利用登録申請",
        "registration_slip": "受付票",
        "registration_about": "戸籍証明書交付の利用登録申請を受け付けました。",
        "registration_number": "受付番号",
        "registration_municipality": "本籍地",
        "registration_due": "登録予定日",
        "registration_days": "登録が終わるまで、5営業日ほどかかります。終わりましたら、戸籍証明書と戸籍の附票の写しを"
        "ご利用いただけます。",
        "registration_state": "登録の状況は、受付番号をご用意のうえ、本籍地の市区町村にお問合せください。",
        "yen": "{yen}円",
    }
)
"""By the slips' own ids."""


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What a slip says in the customer's own language besides the Japanese.

    yen: an amount, with `{yen}` in the place of its figure
    """

    receipt: str
    total: str
    inserted: str
    change: str
    owed: str
    yen: str
    no_refund: str
    misprint: str
    claim: str
    claim_amount: str
    claim_help: str
    registration: str
    registration_number: str
    registration_help: str


LANGUAGES: Final[Mapping[str, SlipWords]] = MappingProxyType(
    {
        "en": SlipWords(
            receipt="RECEIPT",
            total="Total (tax-exempt)",
            inserted="Amount inserted",
            change="Change",
            owed="Amount not returned",
            yen="{yen} yen",
            no_refund="No refunds, returns or exchanges after issue.",
            misprint="If the print is faulty, please tell the shop's staff right away.",
            claim="CLAIM SLIP",
            claim_amount="Amount owed to you",
            claim_help="The machine could not return this amount. Please hand this slip to the shop's staff.",
            registration="REGISTRATION RECEIVED",
            registration_number="Reception number",
            registration_help="Registration takes about 5 business days. Enquiries: the municipality of your"
            " registered domicile.",
        ),
        "ko": SlipWords(
            receipt="영수증",
            total="합계(비과세)",
            inserted="투입 금액",
            change="거스름돈",
            owed="반환하지 못한 금액",
            yen="{yen}엔",
            no_refund="발행 후에는 환불, 반품, 교환이 되지 않습니다.",
            misprint="인쇄 불량은 바로 점원에게 알려 주십시오.",
            claim="보관금 확인증",
            claim_amount="돌려 드릴 금액",
            claim_help="기계에서 반환하지 못한 금액입니다. 이 확인증을 점원에게 건네 주십시오.",
            registration="이용 등록 접수증",
            registration_number="접수 번호",
            registration_help="등록에는 5영업일 정도 걸립니다. 문의는 본적지 시구정촌에 해 주십시오.",
        ),
        "zh-Hans": SlipWords(
            receipt="收据",
            total="合计(免税)",
            inserted="投入金额",
            change="找零",
            owed="未能退还的金额",
            yen="{yen}日元",
            no_refund="发行后概不退款、退货或更换。",
            misprint="如有印刷不良，请当场告知店员。",
            claim="暂存款凭条",
            claim_amount="应退还金额",
            claim_help="本机未能退还此金额。请将此凭条交给店员。",
            registration="使用登记受理单",
            registration_number="受理编号",
            registration_help="登记约需5个工作日。请向户籍所在地的市区町村咨询。",
        ),
        "zh-Hant": SlipWords(
            receipt="收據",
            total="合計(免稅)",
            inserted="投入金額",
            change="找零",
            owed="未能退還的金額",
            yen="{yen}日圓",
            no_refund="發行後恕不退款、退貨或更換。",
            misprint="如有印刷不良，請當場告知店員。",
            claim="暫存款憑條",
            claim_amount="應退還金額",
            claim_help="本機未能退還此金額。請將此憑條交給店員。",
            registration="使用登記受理單",
            registration_number="受理編號",
            registration_help="登記約需5個工作天。請向戶籍所在地的市區町村洽詢。",
        ),
        "es": SlipWords(
            receipt="RECIBO",
            total="Total (exento de IVA)",
            inserted="Importe introducido",
            change="Cambio",
            owed="Importe no devuelto",
            yen="{yen} yenes",
            no_refund="No se admiten reembolsos, devoluciones ni cambios después de la emisión.",
            misprint="Si la impresión es defectuosa, avise enseguida al personal de la tienda.",
            claim="RESGUARDO",
            claim_amount="Importe que se le debe",
            claim_help="La máquina no pudo devolver este importe. Entregue este resguardo al personal de la tienda.",
            registration="SOLICITUD DE REGISTRO",
            registration_number="Número de recepción",
            registration_help="El registro tarda unos 5 días hábiles. Consultas: el municipio de su domicilio de"
            " registro familiar.",
        ),
        "pt": SlipWords(
            receipt="RECIBO",
            total="Total (isento de imposto)",
            inserted="Valor inserido",
            change="Troco",
            owed="Valor não devolvido",
            yen="{yen} ienes",
            no_refund="Não há reembolso, devolução nem troca após a emissão.",
            misprint="Se a impressão estiver com defeito, avise logo o funcionário da loja.",
            claim="COMPROVANTE DE CRÉDITO",
            claim_amount="Valor a receber",
            claim_help="A máquina não pôde devolver este valor. Entregue este comprovante ao funcionário da loja.",
            registration="PEDIDO DE REGISTRO",
            registration_number="Número de recepção",
            registration_help="O registro leva cerca de 5 dias úteis. Informações: o município do seu registro"
            " familiar.",
        ),
    }
)
"""Languages of ④ other than Japanese, by BCP 47 tag."""
