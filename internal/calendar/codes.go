package calendar

import "strings"

// Codes returns a function that finds the code of a State by its name in any of the six languages, by the code itself, and
// by names that documents of the United Nations use beside it; it returns "" for a name that is none.
func (c *Calendar) Codes() func(name string) string {
	byName := make(map[string]string, 8*len(c.states))
	for code, s := range c.states {
		byName[plainState(code)] = code
		for _, name := range s.names {
			byName[plainState(name)] = code
		}
	}
	for name, code := range otherNames() {
		if _, ok := c.states[code]; ok && byName[name] == "" {
			byName[name] = code
		}
	}
	return func(name string) string { return byName[plainState(name)] }
}

// plainState is a name without what differs between ways to write it: case, signs, and an article.
func plainState(name string) string {
	name = strings.ToLower(name)
	name = strings.NewReplacer("’", " ", "'", " ", "-", " ", "(", " ", ")", " ", ",", " ", ".", " ", "&", " and ").Replace(name)
	name = strings.Join(strings.Fields(name), " ")
	return strings.TrimPrefix(name, "the ")
}

// otherNames are names of States beside those of the data, as plainState has them.
func otherNames() map[string]string {
	return map[string]string{
		"bolivia": "BOL", "bolivia plurinational state of": "BOL", "plurinational state of bolivia": "BOL",
		"brunei": "BRN", "brunei darussalam": "BRN", "cape verde": "CPV", "cabo verde": "CPV",
		"cote d ivoire": "CIV", "côte d ivoire": "CIV", "ivory coast": "CIV",
		"czech republic": "CZE", "czechia": "CZE", "democratic people s republic of korea": "PRK", "dpr korea": "PRK",
		"dprk": "PRK", "north korea": "PRK", "republic of korea": "KOR", "south korea": "KOR", "korea republic of": "KOR",
		"democratic republic of the congo": "COD", "dr congo": "COD", "drc": "COD", "holy see": "VAT",
		"iran": "IRN", "iran islamic republic of": "IRN", "islamic republic of iran": "IRN",
		"lao pdr": "LAO", "laos": "LAO", "lao people s democratic republic": "LAO",
		"micronesia": "FSM", "micronesia federated states of": "FSM", "federated states of micronesia": "FSM",
		"moldova": "MDA", "republic of moldova": "MDA", "netherlands": "NLD", "netherlands kingdom of the": "NLD",
		"kingdom of the netherlands": "NLD", "palestine": "PSE", "state of palestine": "PSE",
		"russia": "RUS", "russian federation": "RUS", "swaziland": "SWZ", "eswatini": "SWZ",
		"syria": "SYR", "syrian arab republic": "SYR", "tanzania": "TZA", "united republic of tanzania": "TZA",
		"former yugoslav republic of macedonia": "MKD", "north macedonia": "MKD", "tfyr macedonia": "MKD",
		"timor leste": "TLS", "east timor": "TLS", "turkey": "TUR", "türkiye": "TUR", "turkiye": "TUR",
		"uk": "GBR", "united kingdom": "GBR", "united kingdom of great britain and northern ireland": "GBR",
		"usa": "USA", "united states": "USA", "united states of america": "USA",
		"venezuela": "VEN", "venezuela bolivarian republic of": "VEN", "bolivarian republic of venezuela": "VEN",
		"vietnam": "VNM", "viet nam": "VNM",
	}
}
