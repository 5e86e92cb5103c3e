package font

import (
	"golang.org/x/text/encoding/charmap"
)

// The base encodings of simple fonts, code to text. WinAnsi and MacRoman are the code pages of Windows and of the old
// Macintosh; codes that those leave open are read as a bullet in WinAnsi, as the specification has it.
var (
	winAnsi  = fromCharmap(charmap.Windows1252, "•")
	macRoman = fromCharmap(charmap.Macintosh, "")
	standard = fromRunes(standardHigh, map[byte]rune{'\'': '’', '`': '‘'})
	symbol   = fromSymbol()
)

func fromCharmap(c *charmap.Charmap, open string) *[256]string {
	var t [256]string
	for i := 32; i < 256; i++ {
		r := c.DecodeByte(byte(i))
		switch {
		case r < 32 || r >= 0x7F && r < 0xA0 || r == 0xFFFD:
			t[i] = open
		default:
			t[i] = string(r)
		}
	}
	t[127] = open
	return &t
}

// standardHigh is the upper half of Adobe's standard encoding from code 161 on; "\x00" is an open code.
const standardHigh = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\x00–†‡·\x00¶•‚„”»…‰\x00¿\x00`´ˆ˜¯˘˙¨\x00˚¸\x00˝˛ˇ—" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00Æ\x00ª\x00\x00\x00\x00ŁØŒº" +
	"\x00\x00\x00\x00\x00æ\x00\x00\x00ı\x00\x00łøœß\x00\x00\x00\x00"

func fromRunes(high string, low map[byte]rune) *[256]string {
	var t [256]string
	for i := 32; i < 127; i++ {
		t[i] = string(rune(i))
	}
	for c, r := range low {
		t[c] = string(r)
	}
	i := 161
	for _, r := range high {
		if r != 0 {
			t[i] = string(r)
		}
		i++
	}
	return &t
}

// fromSymbol holds the part of the Symbol font that letters use: Greek, bullets, arrows and comparison signs.
func fromSymbol() *[256]string {
	const from65 = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\x00αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
	var t [256]string
	for i := 32; i < 65; i++ {
		t[i] = string(rune(i))
	}
	i := 65
	for _, r := range from65 {
		if r != 0 {
			t[i] = string(r)
		}
		i++
	}
	for c, s := range map[int]string{160: "€", 163: "≤", 165: "∞", 171: "↔", 172: "←", 173: "↑", 174: "→", 175: "↓", 176: "°",
		177: "±", 179: "≥", 180: "×", 183: "•", 184: "÷", 185: "≠", 186: "≡", 187: "≈", 188: "…", 216: "¬", 222: "⇒"} {
		t[c] = s
	}
	return &t
}
