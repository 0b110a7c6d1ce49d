"""Characters that look like others: what a PDF gives for a character when it is copied out of it."""

import unicodedata

# Radicals of the supplement that have the shape of a character of their own; Unicode itself maps only two of them.
_SHAPES = (
    "⺁厂⺃乚⺅亻⺇几⺉刂⺋㔾⺎兀⺐尣⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒"
    "⺳冈⺵罒⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风"
    "⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟"
)
_COMPATIBLE = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))


def _alike() -> dict[int, str]:
    """Kangxi radicals and compatibility ideographs by Unicode's own word, the others by their shape."""
    pairs = zip(_SHAPES[::2], _SHAPES[1::2], strict=True)
    shaped = {ord(radical): character for radical, character in pairs}
    mapped = {code: unicodedata.normalize("NFKC", chr(code)) for codes in _COMPATIBLE for code in codes}
    return shaped | {code: character for code, character in mapped.items() if character != chr(code)}


CHARACTERS = _alike()
"""What each of these characters shows to a person, for `str.translate`."""
