package rewordings_test

import (
	"strings"
	"testing"
)

// moreCases are forms that were thought of after the first, by the way people put things rather than by cue.
var moreCases = []struct{ lang, letter, want string }{
	{"da", "# Priser ¶ Vi beder om, at »mindst« ryger ud foran »60 procent«.", "delete|1.2|mindst|"},
	{"da", "# Priser ¶ Vi kan ikke se, hvorfor der skal stå »dog ikke i skoleferier«; de fire ord kan undværes.", "delete|1.2|dog ikke i skoleferier|"},
	{"da", "# Biblioteket ¶ »kan« bør være »skal«.", "replace|2.1|kan|skal"},
	{"da", "# Læsepladser ¶ Der mangler et »ikke« foran »nydes«.", "insert|2.2||ikke"},
	{"da", "# Priser ¶ Tilføj et nyt punktum: Elever kan komme gratis ind.", "insert|1.2||Elever kan komme gratis ind."},
	{"da", "# Generelt ¶ I 1.2, 2. pkt., indsættes efter »Pensionister« »og studerende«.", "insert|1.2||og studerende"},
	{"da", "# Generelt ¶ 1.2, sidste punktum: »60 procent« ændres til »40 procent«.", "replace|1.2|60 procent|40 procent"},
	{"da", "# Åbningstider ¶ Slet venligst hele sætningen om lukning i ferier.", "delete|1.1|Byrådet kan lukke hallen i skolernes ferier.|"},
	{"da", "# Åbningstider ¶ Skriv »seks« i stedet for »fire«, dér hvor der står noget om banerne.", "replace|1.1|fire|seks"},
	{"da", "# Læsepladser ¶ Andet punktum bør lyde: »Pladserne kan reserveres for to timer ad gangen.«", "replace|2.2|Pladserne kan ikke reserveres.|Pladserne kan reserveres for to timer ad gangen."},
	{"da", "# Priser ¶ Hellere »30 kr.« end »45 kr.« for de voksne.", "replace|1.2|45 kr.|30 kr."},
	{"da", "# Biblioteket ¶ Ordlyden i 2.1 ændres, så »ubemandet« afløses af »selvbetjent«.", "replace|2.1|ubemandet|selvbetjent"},
	{"da", "# Biblioteket ¶ Vi foreslår en tilføjelse til sidste punktum: », medmindre lånet er fornyet«.", "insert|2.1||, medmindre lånet er fornyet"},
	{"da", "# Biblioteket ¶ »efter kl. 17« flyttes til »efter kl. 19«.", "replace|2.1|efter kl. 17|efter kl. 19"},
	{"da", "# Priser ¶ Prisen på 45 kr. bør være 30 kr.", "replace|1.2|45 kr.|30 kr."},
	{"da", "# Biblioteket ¶ Lad de 30 dage blive til 60.", "replace|2.1|30 dage|60 dage"},
	{"da", "# Biblioteket ¶ Gebyret på 25 kr. ændres til 10 kr.", "replace|2.1|25 kr.|10 kr."},
	{"da", "# Biblioteket ¶ Forvaltningen skriver »Biblioteket er ubemandet efter kl. 17«. Skriv i stedet »Biblioteket er selvbetjent efter kl. 17«.", "replace|2.1|Biblioteket er ubemandet efter kl. 17|Biblioteket er selvbetjent efter kl. 17"},
	{"da", "# Biblioteket ¶ Vi mener ikke, at »ubemandet« skal slettes.", ""},
	{"da", "# Biblioteket ¶ Avisen skrev »Biblioteket lukker«, og det var ikke rigtigt.", ""},
	{"da", "# Biblioteket ¶ I fjor kom der 20 besøgende om dagen i stedet for 30.", ""},
	{"en", "# Speed limits ¶ Take out 'where practicable'.", "delete|B2|where practicable|"},
	{"en", "# Bus lanes ¶ I'd cross out 'with care'.", "delete|A1|with care|"},
	{"en", "# Bus lanes ¶ Could we have 'must' instead of 'should' please", "replace|A1|should|must"},
	{"en", "# Bus lanes ¶ 'Should' needs to become 'must'.", "replace|A1|Should|must"},
	{"en", "# Loading ¶ Instead of 20 minutes make it 40.", "replace|A2|20 minutes|40 minutes"},
	{"en", "# Bus lanes ¶ The word 'weekdays' should be replaced by the words 'Mondays to Saturdays'.", "replace|A1|weekdays|Mondays to Saturdays"},
	{"en", "# Bus lanes ¶ Amend the second sentence to read 'Taxis may not use the lanes.'", "replace|A1|Taxis may use the lanes at all times.|Taxis may not use the lanes."},
	{"en", "# Speed limits ¶ At the end add: 'Signs must be bilingual.'", "insert|B2||Signs must be bilingual."},
	{"en", "# General ¶ Add to the end of B1: 'Holidays are excepted.'", "insert|B1||Holidays are excepted."},
	{"en", "# Loading ¶ Proposed wording: 'Loading is allowed for no more than 40 minutes before noon.'", "replace|A2|Loading is allowed for no more than 20 minutes before 10am.|Loading is allowed for no more than 40 minutes before noon."},
	{"en", "# School streets ¶ The wording should be changed from 'eight schools' to 'all schools'.", "replace|B1|eight schools|all schools"},
	{"en", "# School streets ¶ We'd rather it said 'all schools' than 'eight schools'.", "replace|B1|eight schools|all schools"},
	{"en", "# School streets ¶ You say 'eight schools'. Say 'all schools'.", "replace|B1|eight schools|all schools"},
	{"en", "# School streets ¶ The 18 months ought to be 6 months.", "replace|B1|18 months|6 months"},
	{"en", "# Loading ¶ Cut the £90 to £30.", "replace|A2|£90|£30"},
	{"en", "# Speed limits ¶ Not 20 mph but 15 mph.", "replace|B2|20 mph|15 mph"},
	{"en", "# Speed limits ¶ Keep the limit but make it 15 mph not 20 mph.", "replace|B2|20 mph|15 mph"},
	{"en", "# Bus lanes ¶ Delete the second sentence and replace it with: 'Taxis may not use the lanes.'", "replace|A1|Taxis may use the lanes at all times.|Taxis may not use the lanes."},
	{"en", "# School streets ¶ Omit 'in the morning and'.", "delete|B1|in the morning and|"},
	{"en", "# Speed limits ¶ We do not want 'where practicable' removed.", ""},
	{"en", "# Speed limits ¶ My neighbour wants 30 mph instead of 20 mph, which is madness.", "replace|B2|20 mph|30 mph"},
	{"en", "# School streets ¶ Marshals should not be 'recruited from among parents' but 'employed by the Council'.", "replace|B1|recruited from among parents|employed by the Council"},
	{"da", "# Biblioteket ¶ Følgende ord bør udgå: ¶ * »med sundhedskort« ¶ * »for bøger«", "delete|2.1|med sundhedskort| ; delete|2.1|for bøger|"},
	{"da", "# Biblioteket ¶ »med sundhedskort« og »for bøger« udgår.", "delete|2.1|med sundhedskort| ; delete|2.1|for bøger|"},
	{"en", "# Loading ¶ Please make these changes: ¶ * 20 minutes to 40 minutes ¶ * 'may suspend' to 'will not suspend'", "replace|A2|20 minutes|40 minutes ; replace|A2|may suspend|will not suspend"},
	{"da", "# Priser ¶ Alt fra »Pensionister betaler« til »skoleferier« slettes.", "delete|1.2|Pensionister betaler halv pris på hverdage før kl. 12, dog ikke i skoleferier|"},
	{"da", "# Priser ¶ Fra »dog ikke« til »skoleferier« ændres til »alle årets dage«.", "replace|1.2|dog ikke i skoleferier|alle årets dage"},
	{"da", "# Priser ¶ Alt efter »hverdage« udgår.", "delete|1.2|før kl. 12, dog ikke i skoleferier|"},
	{"en", "# Loading ¶ Delete everything after 'display a permit'.", "delete|A2|which costs £90 a year|"},
	{"en", "# School streets ¶ From 'Marshals' to 'parents' should come out.", "delete|B1|Marshals will be recruited from among parents|"},
	{"en", "# General ¶ New paragraph B3: Parking is free on Sundays.", "insert|||Parking is free on Sundays."},
	{"da", "# Biblioteket ¶ Hvad skal »med sundhedskort« gøre godt for? Slet det.", "delete|2.1|med sundhedskort|"},
	{"da", "# Biblioteket ¶ Fristen forlænges til 60 dage.", "replace|2.1|30 dage|60 dage"},
	{"da", "# Biblioteket ¶ Gebyret er for højt. Slet det.", ""},
	{"en", "# Bus lanes ¶ Nobody knows what 'with care' means. Take it out.", "delete|A1|with care|"},
	{"en", "# School streets ¶ 'Recruited from among parents': no. 'Trained and paid': yes, put that in.", "replace|B1|Recruited from among parents|Trained and paid"},
}

func TestMoreForms(t *testing.T) {
	for _, c := range moreCases {
		p := plan
		if c.lang == "en" {
			p = scheme
		}
		got := strings.Join(read(t, letter(c.lang, strings.Split(c.letter, " ¶ ")...), p), " ; ")
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.letter, got, c.want)
		}
	}
}
