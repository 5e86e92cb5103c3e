package rtf

// skipped are the groups that hold no words of the letter.
var skipped = map[string]bool{"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "fldinst": true, "object": true, "header": true, "footer": true, "headerl": true, "headerr": true, "headerf": true, "footerl": true, "footerr": true, "footerf": true, "nonshppict": true, "listtable": true, "listoverridetable": true, "generator": true, "xmlnstbl": true, "themedata": true, "datastore": true, "atnid": true, "bkmkstart": true, "bkmkend": true, "filetbl": true, "rsidtbl": true, "latentstyles": true, "private": true}

// group acts on the first word of a group; true when it is dealt with.
func (r *reader) group(name string) bool {
	switch {
	case name == "footnote":
		r.beginNote()
	case name == "listtext" || name == "pntext":
		r.label, r.st.list = "", true
	case name == "annotation":
		r.beginRemark()
	case name == "atnauthor":
		r.heard, r.st.name = "", true
	case name == "revtbl":
		r.heard, r.st.names = "", true
	case name == "shptxt" || name == "shpinst" || name == "shprslt":
	case skipped[name] || r.star:
		r.st.skip = true
	default:
		return false
	}
	return true
}
