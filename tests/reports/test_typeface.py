"""The typefaces have every letter of the programme's languages; what they lack is named."""

from __future__ import annotations

from typing import Any

import pytest
import typst

from cba_kit.reports.typeface import Setting, compiler

LETTERS = {
    "Albanian": "çëÇË",
    "Bosnian, Croatian, Serbian, Slovenian": "čćžšđČĆŽŠĐ",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯѝЍ№",
    "Czech": "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
    "Danish, Norwegian": "æøåÆØÅ",
    "Dutch": "ëïéèêöüĳËÏÉÈÊÖÜĲ",
    "English": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789“”‘’–—…£€",
    "Estonian": "äõöüšžÄÕÖÜŠŽ",
    "Finnish, Swedish": "åäöÅÄÖ",
    "French": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»",
    "German": "äöüßẞÄÖÜ„“",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώΆΈΉΊΌΎΏϊϋΐΰΪΫ;·",
    "Hungarian": "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
    "Icelandic": "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ",
    "Irish": "áéíóúÁÉÍÓÚ",
    "Italian": "àèéìîòóùÀÈÉÌÎÒÓÙ",
    "Latvian": "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ",
    "Lithuanian": "ąčęėįšųūžĄČĘĖĮŠŲŪŽ",
    "Macedonian": "абвгдѓежзѕијклљмнњопрстќуфхцчџшАБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШѐѝЀЍ",
    "Maltese": "ċġħżàèìòùĊĠĦŻÀÈÌÒÙ",
    "Polish": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "Portuguese": "áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚ",
    "Romanian": "ăâîșțĂÂÎȘȚ",
    "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ",
    "Slovak": "áäčďéíĺľňóôŕšťúýžÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ",
    "Spanish": "áéíñóúüÁÉÍÑÓÚÜ¿¡ªº",
    "Turkish": "çğıöşüÇĞİÖŞÜ",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ",
}
STYLES = ("", 'weight: "semibold"', 'weight: "bold"', 'style: "italic"')


KINDS = {
    "sans": ("Source Sans Pro", "Noto Sans"),
    "serif": ("Source Serif Pro", "Libertinus Serif", "Noto Sans"),
    "mono": ("DejaVu Sans Mono", "Noto Sans"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LETTERS)
def test_typeface_has_every_letter(language: str, kind: str) -> None:
    families = ", ".join(f'"{family}"' for family in KINDS[kind])
    lines = [
        f'#text(font: ({families}), fallback: false{", " if style else ""}{style}, "{LETTERS[language]}")'
        for style in STYLES
    ]
    files: Any = {"main.typ": "\n".join(['#set document(title: "x")', *lines]).encode()}

    assert compiler().compile(files, format="pdf", pdf_standards=["ua-1"])


def test_typeface_test_sees_a_letter_that_is_missing() -> None:
    line = '#set document(title: "x")\n#text(font: "Source Sans Pro", fallback: false, "漢")'
    files: Any = {"main.typ": line.encode()}

    with pytest.raises(typst.TypstError):
        compiler().compile(files, format="pdf", pdf_standards=["ua-1"])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", "plain"),
        ("Ħ → ● שלום", "Ħ → ● שלום"),
        ("☐ ☑", "☐ ☑"),
        ("a\x00\x1bb", "ab"),
        ("\u202eabc\u202c", "abc"),
        ("😀", "[grinning face]"),
        ("漢字", "[2 letters, CJK]"),
        ("one\u2028two", "one\ntwo"),
        ("x" * 26, "xxxx\u200b" * 6 + "xx"),
        ("see https://baltic-timber.example/about", "see https://baltic-timber.example/about"),
        ("ilze.kalnina@baltic-timber.example", "ilze.kalnina@baltic-timber.example"),
    ],
)
def test_setting_makes_any_text_printable(text: str, printed: str) -> None:
    assert Setting().printable({"a": [text]}) == {"a": [printed]}


def test_setting_keeps_words_of_code_whole_where_a_line_has_room_for_them() -> None:
    code = {"t": "code", "rows": [["x" * 40]]}

    assert Setting().printable([code, "x" * 40]) == [code, "xxxx\u200b" * 9 + "xxxx"]


def test_setting_leaves_what_is_not_printed() -> None:
    link = {"t": "link", "url": "https://x.eu/" + "a" * 50, "parts": [{"t": "text", "s": "😀"}]}
    setting = Setting()

    assert setting.printable(link) == link | {"parts": [{"t": "text", "s": "[grinning face]"}]}
    assert setting.notes == ("The PDF names characters that its fonts do not have: U+1F600.",)
