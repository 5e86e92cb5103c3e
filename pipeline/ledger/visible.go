package ledger

// status is a version and how far it has come under a draft.
type status struct {
	Version
	read  int  // letters with a fact
	draft bool // it is the draft itself
}

// complete reports whether all that there is to know of the version is known.
func complete(s status) bool { return s.draft || s.Parts > 0 && s.read >= s.Parts }

// versions returns the versions of a submission (id "": of all) with their status under the draft called policy,
// sorted by id and revision.
func versions(q querier, consultation, id, policy string) ([]status, error) {
	query := `SELECT v.id, v.rev, v.name, v.sha, v.parts,
		count(DISTINCT f.part),
		coalesce((SELECT p.sha <> '' AND p.sha = v.sha FROM policy p WHERE p.consultation = v.consultation AND p.key = ?2), 0)
		FROM version v LEFT JOIN fact f ON f.consultation = v.consultation AND f.id = v.id AND f.rev = v.rev
			AND f.policy IN (?2, '') AND f.part < v.parts
		WHERE v.consultation = ?1 AND (?3 = '' OR v.id = ?3)
		GROUP BY v.id, v.rev ORDER BY v.id, v.rev`
	rows, err := q.Query(query, consultation, policy, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []status
	for rows.Next() {
		s := status{Version: Version{Consultation: consultation}}
		if err := rows.Scan(&s.ID, &s.Rev, &s.Name, &s.SHA, &s.Parts, &s.read, &s.draft); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// newest returns of each submission the latest version for which ok holds.
func newest(all []status, ok func(status) bool) map[string]status {
	out := map[string]status{}
	for _, s := range all {
		if ok(s) {
			out[s.ID] = s
		}
	}
	return out
}

// visible returns the revision of the version of a submission that is visible under the draft; "" when there is none.
func visible(q querier, consultation, id, policy string) (string, error) {
	if policy == "" {
		return "", nil
	}
	all, err := versions(q, consultation, id, policy)
	return newest(all, complete)[id].Rev, err
}
