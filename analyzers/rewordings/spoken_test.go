package rewordings_test

import (
	"strings"
	"testing"
)

// spokenCases are changes as people put them when they don't think of drafting: half sentences, two sentences, figures
// without units, adverbs for verbs.
var spokenCases = []struct{ lang, letter, want string }{
	{"en", "# Bus lanes ¶ Out with \"with care\", in with \"at walking pace\".", "replace|A1|with care|at walking pace"},
	{"en", "# Bus lanes ¶ \"with care\" out, \"at walking pace\" in.", "replace|A1|with care|at walking pace"},
	{"en", "# Bus lanes ¶ Strike \"with care\". Put \"at walking pace\" instead.", "replace|A1|with care|at walking pace"},
	{"en", "# Bus lanes ¶ The last sentence should go. In its place: \"Cyclists have priority.\"", "replace|A1|Cyclists should use the lane with care.|Cyclists have priority."},
	{"en", "# Bus lanes ¶ That last bit about cyclists wants binning.", "delete|A1|Cyclists should use the lane with care.|"},
	{"en", "# Bus lanes ¶ The last sentence could do with losing.", "delete|A1|Cyclists should use the lane with care.|"},
	{"en", "# Bus lanes ¶ We don't need \"by camera\".", "delete|A1|by camera|"},
	{"en", "# Bus lanes ¶ Nobody needs the words \"by camera\" in there.", "delete|A1|by camera|"},
	{"en", "# Bus lanes ¶ \"by camera\"? Lose it.", "delete|A1|by camera|"},
	{"en", "# Bus lanes ¶ We can do without \"by camera\".", "delete|A1|by camera|"},
	{"en", "# Bus lanes ¶ Have it say \"must\" and not \"should\".", "replace|A1|should|must"},
	{"en", "# Bus lanes ¶ Should needs to be must.", ""},
	{"en", "# Bus lanes ¶ \"must\" is what it should say, not \"should\".", "replace|A1|should|must"},
	{"en", "# Bus lanes ¶ You've put \"should\". You mean \"must\".", "replace|A1|should|must"},
	{"en", "# Bus lanes ¶ You've written \"at all times\"; how about \"outside the rush hour\"?", "replace|A1|at all times|outside the rush hour"},
	{"en", "# Bus lanes ¶ Taxis may use the lanes \"at all times\"? \"After nine\" would be more like it.", "replace|A1|at all times|After nine"},
	{"en", "# Bus lanes ¶ Taxis at all times? Make that \"after 7pm\".", "replace|A1|at all times|after 7pm"},
	{"en", "# Bus lanes ¶ 70 quid is daft. 30 is plenty.", "replace|A1|70 quid|30 quid"},
	{"en", "# Bus lanes ¶ £70 in your draft, £35 in ours.", "replace|A1|£70|£35"},
	{"en", "# Bus lanes ¶ Bring the £70 down to £35.", "replace|A1|£70|£35"},
	{"en", "# Bus lanes ¶ Six in the evening, not seven.", ""},
	{"en", "# Bus lanes ¶ 8am would suit the school better than 7am.", "replace|A1|7am|8am"},
	{"en", "# Bus lanes ¶ Somewhere it should say \"buses with no passengers don't count\".", "insert|A1||buses with no passengers don't count"},
	{"en", "# Bus lanes ¶ After \"Taxis\": \"and minibuses\".", "insert|A1||and minibuses"},
	{"en", "# Bus lanes ¶ Taxis plus \"and minibuses\", please.", "insert|A1||and minibuses"},
	{"en", "# Bus lanes ¶ With the words \"and minibuses\" added after \"Taxis\" we can live with it.", "insert|A1||and minibuses"},
	{"en", "# Bus lanes ¶ If it also said \"and minibuses\" we would sign it.", "insert|A1||and minibuses"},
	{"en", "# Bus lanes ¶ There should be a line: \"Minibuses count as buses.\"", "insert|A1||Minibuses count as buses."},
	{"en", "# Bus lanes ¶ It needs one more sentence, namely \"Minibuses count as buses\".", "insert|A1||Minibuses count as buses"},
	{"en", "# School streets ¶ Review after a year instead of 18 months.", "replace|B1|18 months|a year"},
	{"en", "# School streets ¶ 45 minutes: 30, surely.", "replace|B1|45 minutes|30 minutes"},
	{"en", "# School streets ¶ Thirty minutes would do, where you have forty-five.", "replace|B1|forty-five|Thirty minutes"},
	{"en", "# School streets ¶ not from among parents but from among pensioners", "replace|B1|from among parents|from among pensioners"},
	{"en", "# School streets ¶ Marshals should be recruited from among pensioners, not from among parents.", "replace|B1|from among parents|from among pensioners"},
	{"en", "# School streets ¶ Say \"twelve schools\" in the first line.", "replace|B1|eight schools|twelve schools"},
	{"en", "# Speed limits ¶ 20 mph => 15 mph", "replace|B2|20 mph|15 mph"},
	{"en", "# Speed limits ¶ 20 mph → 15 mph; 60 metres → 40 metres", "replace|B2|20 mph|15 mph ; replace|B2|60 metres|40 metres"},
	{"en", "# Speed limits ¶ Take the limit down to 15 mph.", ""},
	{"en", "# Speed limits ¶ Strip out the words where practicable.", "delete|B2|where practicable|"},
	{"en", "# Speed limits ¶ where practicable: delete", "delete|B2|where practicable|"},
	{"en", "# Speed limits ¶ The words where practicable want deleting.", "delete|B2|where practicable|"},
	{"en", "# Speed limits ¶ Replace everything after \"every 60 metres\" with \"without exception\".", "replace|B2|, where practicable|without exception"},
	{"en", "# Speed limits ¶ From: Signs will be lit at night ¶ To: Signs will be lit until midnight", "replace|B2|Signs will be lit at night|Signs will be lit until midnight"},
	{"da", "# Åbningstider ¶ Ud med »forrang«, ind med »fortrinsret«.", "replace|1.1|forrang|fortrinsret"},
	{"da", "# Åbningstider ¶ »forrang« ud og »fortrinsret« ind.", "replace|1.1|forrang|fortrinsret"},
	{"da", "# Åbningstider ¶ Slet »forrang«. Skriv i stedet »fortrinsret«.", "replace|1.1|forrang|fortrinsret"},
	{"da", "# Åbningstider ¶ Andet punktum slettes. I stedet indsættes: »Hallen er åben hele året.«", "replace|1.1|Byrådet kan lukke hallen i skolernes ferier.|Hallen er åben hele året."},
	{"da", "# Åbningstider ¶ Andet punktum udgår og erstattes af: »Hallen er åben hele året.«", "replace|1.1|Byrådet kan lukke hallen i skolernes ferier.|Hallen er åben hele året."},
	{"da", "# Åbningstider ¶ Bestyrelsen vedtog at foreslå følgende formulering: »Byrådet kan ikke lukke hallen i skolernes ferier.«", "replace|1.1|Byrådet kan lukke hallen i skolernes ferier.|Byrådet kan ikke lukke hallen i skolernes ferier."},
	{"da", "# Åbningstider ¶ Ændringsforslag til andet punktum: »Hallen er åben hele året.«", "replace|1.1|Byrådet kan lukke hallen i skolernes ferier.|Hallen er åben hele året."},
	{"da", "# Åbningstider ¶ Hvis der bare stod »fortrinsret« og ikke »forrang«.", "replace|1.1|forrang|fortrinsret"},
	{"da", "# Åbningstider ¶ »skal« er det ord, der bør stå, ikke »kan«.", "replace|1.1|kan|skal"},
	{"da", "# Åbningstider ¶ Vi har ikke brug for »i skolernes ferier«.", "delete|1.1|i skolernes ferier|"},
	{"da", "# Åbningstider ¶ »i skolernes ferier«? Væk med det.", "delete|1.1|i skolernes ferier|"},
	{"da", "# Åbningstider ¶ Den sidste sætning trænger til at blive slettet.", "delete|1.1|Klubber med børnehold har forrang til de fire baner efter kl. 16.|"},
	{"da", "# Åbningstider ¶ Klubber med børnehold har forrang til fem baner, ikke fire.", "replace|1.1|fire baner|fem baner"},
	{"da", "# Åbningstider ¶ Fire baner er for få. Fem må være minimum.", "replace|1.1|Fire baner|Fem baner"},
	{"da", "# Åbningstider ¶ De fire baner skal op på seks.", "replace|1.1|fire baner|seks baner"},
	{"da", "# Åbningstider ¶ Der bør stå noget i retning af: »Klubberne høres først.«", "insert|1.1||Klubberne høres først."},
	{"da", "# Åbningstider ¶ Ordene »efter høring af klubberne« bør sættes ind efter »ferier«.", "insert|1.1||efter høring af klubberne"},
	{"da", "# Åbningstider ¶ Der mangler en linje: »Klubberne høres først.«", "insert|1.1||Klubberne høres først."},
	{"da", "# Åbningstider ¶ Hvis der efter »ferier« stod »efter høring af klubberne«, var vi tilfredse.", "insert|1.1||efter høring af klubberne"},
	{"da", "# Åbningstider ¶ Med ordene »efter høring af klubberne« tilføjet kan vi være med.", "insert|1.1||efter høring af klubberne"},
	{"da", "# Åbningstider ¶ Efter »ferier«: »efter høring af klubberne«.", "insert|1.1||efter høring af klubberne"},
	{"da", "# Åbningstider ¶ Hallen bør åbne 5.30 i stedet for 6.30.", "replace|1.1|6.30|5.30"},
	{"da", "# Priser ¶ De 60 procent skal ned på 50.", "replace|1.2|60 procent|50 procent"},
	{"da", "# Priser ¶ 60 procent i udkastet, 40 procent hos os.", "replace|1.2|60 procent|40 procent"},
	{"da", "# Priser ¶ 45 kr. er mange penge. 30 kr. må kunne gøre det.", "replace|1.2|45 kr.|30 kr."},
	{"da", "# Priser ¶ Halv pris alle dage, ikke kun på hverdage.", ""},
	{"da", "# Priser ¶ Priserne reguleres hvert år. Hvert tredje år er nok.", "replace|1.2|hvert år|Hvert tredje år"},
	{"da", "# Priser ¶ Vi foreslår, at priserne reguleres hvert tredje år i stedet for hvert år.", "replace|1.2|hvert år|hvert tredje år"},
	{"da", "# Priser ¶ »Priserne reguleres hvert år« bør nuanceres til »Priserne kan reguleres hvert år«.", "replace|1.2|Priserne reguleres hvert år|Priserne kan reguleres hvert år"},
	{"da", "# Priser ¶ 45 kr. => 35 kr.", "replace|1.2|45 kr.|35 kr."},
	{"da", "# Biblioteket ¶ Biblioteket bør først være ubemandet efter kl. 19 og ikke efter kl. 17.", "replace|2.1|kl. 17|kl. 19"},
	{"da", "# Biblioteket ¶ Kl. 19 ville være mere rimeligt end kl. 17.", "replace|2.1|kl. 17|Kl. 19"},
	{"da", "# Biblioteket ¶ I 2.1 står »over 15 år«. For os måtte der gerne stå »over 12 år«.", "replace|2.1|over 15 år|over 12 år"},
	{"da", "# Biblioteket ¶ Teksten »for bøger, der afleveres for sent« er lang. »ved for sen aflevering« siger det samme.", "replace|2.1|for bøger, der afleveres for sent|ved for sen aflevering"},
	{"da", "# Læsepladser ¶ Erstat alt efter »caféen« med »og i gården«.", "replace|2.2|, og mobiltelefoner skal være på lydløs|og i gården"},
	{"da", "# Læsepladser ¶ Fra: Pladserne kan ikke reserveres. ¶ Til: Pladserne kan reserveres i to timer.", "replace|2.2|Pladserne kan ikke reserveres.|Pladserne kan reserveres i to timer."},
	{"da", "# Læsepladser ¶ På første og anden sal, bør der stå, og ikke kun på første sal.", ""},
	{"da", "# Læsepladser ¶ »første sal« må gerne blive til »første og anden sal«.", "replace|2.2|første sal|første og anden sal"},
	// Nothing is changed.
	{"en", "# Bus lanes ¶ Out with the old, in with the new, as my father said.", ""},
	{"en", "# Bus lanes ¶ The fine is £70 here and £35 in Northam.", ""},
	{"en", "# Bus lanes ¶ We don't need more buses.", ""},
	{"en", "# Loading ¶ I had to wait 40 minutes, not 20.", ""},
	{"en", "# Loading ¶ £90 is a lot, but my neighbour pays £120 in the city.", ""},
	{"en", "# Loading ¶ 20 minutes is not long. 40 people told us so.", ""},
	{"da", "# Priser ¶ 45 kr. er mange penge. 30 kr. har jeg nemt i lommen.", ""},
	{"da", "# Priser ¶ Prisen er 45 kr. her og 30 kr. i Nordby.", ""},
	{"da", "# Priser ¶ Min mor sagde altid »ud med katten«.", ""},
	{"da", "# Priser ¶ Vi er 40 medlemmer, og 30 af dem er pensionister.", ""},
}

func TestSpoken(t *testing.T) {
	for _, c := range spokenCases {
		p := plan
		if c.lang == "en" {
			p = scheme
		}
		got := strings.Join(read(t, letter(c.lang, strings.Split(c.letter, " ¶ ")...), p), " ; ")
		if !alike(got, c.want) {
			t.Errorf("%s\n got %s\nwant %s", c.letter, got, c.want)
		}
	}
}
