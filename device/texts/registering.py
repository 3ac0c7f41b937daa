"""What the screens of 本籍地利用登録申請 say, after the rule book §1 to §5 and the guide's words at ②."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "title.registering": "戸籍証明書交付の利用登録申請",
    "phone_cannot_register": "利用登録申請には、スマートフォンはご利用いただけません。"
    "マイナンバーカードをご利用ください。",
    # the 本籍's municipality
    "choose_domicile": "本籍地の市区町村をお選びください。",
    "registration_not_taken": "利用登録申請を受け付けていません",
    "asking_registration": "利用登録申請ができるか確認しています。",
    # 署名用
    "enter_password": "署名用電子証明書の暗証番号(英数字{least}文字から{most}文字)を入力し、"
    "「確定する」ボタンを押してください。",
    "password_tries_left": "あと{tries}回間違えるとロックされます。",
    "one_password_try_left": "あと1回間違えるとロックされ、"
    "住所地の市区町村の窓口で再設定するまでご利用いただけません。",
    "password_short": "署名用電子証明書の暗証番号は6文字以上です。4桁の暗証番号とは異なります。",
    "wrong_password": "署名用電子証明書の暗証番号が間違っております。",
    # 本籍, 筆頭者, telephone
    "enter_town": "本籍の町名をカタカナで入力し、「確定する」ボタンを押してください。途中まででも検索できます。",
    "looking_up": "検索しています。",
    "name_in_two": "氏と名の間に空白を入れて、氏名を入力してください。",
    "no_writing": "見つかりませんでした。読みをお確かめください。",
    "choose_writing.town": "本籍の町名を選択して「確定する」ボタンを押してください。",
    "choose_writing.name": "筆頭者の氏名の漢字を、氏と名のそれぞれから選択して「確定する」ボタンを押してください。",
    "more_writings": "ほかにもあります。見当たらないときは「前画面へ」を押し、読みを続けて入力してください。",
    "enter_lot": "本籍の番地を入力し、「確定する」ボタンを押してください。",
    "enter_head": "筆頭者の氏名をカタカナで入力し、「確定する」ボタンを押してください。"
    "氏と名の間は空白を入れてください。",
    "enter_telephone": "日中に連絡のとれる電話番号を入力し、「確定する」ボタンを押してください。",
    "telephone_short": "電話番号は、市外局番から10桁または11桁で入力してください。",
    # the application
    "confirm_application": "申請内容を確認して「確定する」ボタンを押してください。"
    "訂正を行う場合は「前画面へ」ボタンを押してください。",
    "sign_application": "「確定する」ボタンを押すと、署名用電子証明書で電子署名を行い、"
    "本籍地の市区町村に送信します。",
    "domicile_municipality": "本籍地の市区町村",
    "domicile": "本籍",
    "register_head": "筆頭者",
    "telephone": "電話番号",
    "applying": "申請しています。しばらくお待ちください。",
    "application_accepted": "利用登録申請を受け付けました。登録が終わるまで、5営業日ほどかかります。",
    "application_number": "受付番号",
    "registration_applied": "申請日",
    "registration_due": "登録予定日",
    "printing_slip": "受付票を発行しています。",
    "take_slip": "受付票をお取りください。",
    "write_number_down": "受付票を発行できませんでした。受付番号をお控えください。",
    "button.taken.waiting_for_slip": "終了",
    "voice.take_slip": "受付票をお取りください。",
    # why not
    "registration_not_taken_there": "本籍地の市区町村は、利用登録申請を受け付けていません。"
    "本籍地の市区町村にお問合せください。",
    "registration_not_needed": "お住まいの市区町村と本籍地が同じ方は、利用登録申請の必要はありません。"
    "証明書交付サービスをご利用ください。",
    "registration_waiting": "利用登録申請は、すでに受け付けています。登録が終わるまでお待ちください。",
    "registration_done": "利用登録は、すでに済んでいます。証明書交付サービスをご利用ください。",
    "registration_refused": "利用登録申請を受け付けることができませんでした。市区町村にお問合せください。",
    "registration_stopped": "ただいま利用登録申請を受け付けておりません。しばらくしてからご利用ください。",
    "registration_refused.no_register": "前回の申請は、本籍地の市区町村に戸籍が見つからなかったため、"
    "登録できませんでした。"
    "内容をお確かめのうえ、もう一度申請してください。",
    "registration_refused.domicile_differs": "前回の申請は、本籍が戸籍と異なっていたため、登録できませんでした。"
    "内容をお確かめのうえ、もう一度申請してください。",
    "registration_refused.head_differs": "前回の申請は、筆頭者の氏名が戸籍と異なっていたため、登録できませんでした。"
    "内容をお確かめのうえ、もう一度申請してください。",
    "registration_refused.other": "前回の申請は、登録できませんでした。本籍地の市区町村にお問合せのうえ、"
    "もう一度申請してください。",
    "application_unknown": "申請の結果を確認できませんでした。しばらくしてから、もう一度この画面でお確かめください。",
    "password_locked": "署名用電子証明書が発行されていないか、その暗証番号がロックされているため、"
    "ご利用いただけません。"
    "お住まいの市区町村の窓口で、暗証番号の再設定などをお受けください。"
    "マイナンバーカードをお持ちください。原則、ご本人の来庁が必要です。",
    "no_signature_certificate": "このカードには署名用電子証明書がないため、ご利用いただけません。"
    "お住まいの市区町村の窓口で、発行をお受けください。",
    "signature_revoked": "署名用電子証明書が失効しています。氏名や住所が変わると失効します。"
    "お住まいの市区町村の窓口で、新しい署名用電子証明書の発行をお受けください。",
    "signature_expired": "署名用電子証明書の有効期限が切れています。お住まいの市区町村の窓口で、"
    "更新をお受けください。",
}
