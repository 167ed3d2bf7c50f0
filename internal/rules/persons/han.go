package persons

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// han finds names in Chinese: behind a word for somebody, before a form of address, or before sex and age in brackets; and
// foreign names, which have a dot between their parts. A surname with 某 hides the person already and is no name.
func han(text string) []Name {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return nil
	}
	var found []Name
	add := func(start, end int) {
		if start < end && !hanOfficial(text[:start]) {
			found = append(found, Name{start, end, text[start:end]})
		}
	}
	for _, cue := range hanPeople {
		for at := 0; ; {
			next := strings.Index(text[at:], cue)
			if next < 0 {
				break
			}
			at += next + len(cue)
			for start := at + opening(text[at:]); start < len(text); { // and those that follow in a list
				length := max(hanName(text[start:]), pet(text[start:]))
				add(start, start+length)
				if length == 0 || !strings.HasPrefix(text[start+length:], "、") {
					break
				}
				start += length + len("、")
			}
		}
	}
	for _, form := range hanForms {
		for at := 0; ; {
			next := strings.Index(text[at:], form)
			if next < 0 {
				break
			}
			at += next
			start := hanBefore(text[:at])
			add(start, at)
			at += len(form)
		}
	}
	for at, r := range text {
		switch {
		case at == 0:
			add(0, hanSubject(text))
		case strings.ContainsRune("。；！？\n", r):
			start := at + utf8.RuneLen(r)
			add(start, start+hanSubject(text[start:]))
		}
		if r == '·' || r == '•' || r == '‧' {
			add(dotted(text, at, utf8.RuneLen(r)))
		}
	}
	return found
}

// opening returns the length of a closing bracket or a colon that stands between a word and a name: "（律师）王全明".
func opening(text string) int {
	for _, mark := range []string{"）", ")", "：", ":"} {
		if strings.HasPrefix(text, mark) {
			return len(mark)
		}
	}
	return 0
}

// hanName returns the length of the name that a text begins with, where what stands behind it does not belong to it; 0 for
// none.
func hanName(text string) int {
	first, size := utf8.DecodeRuneInString(text)
	if !hanSurnames[first] {
		return 0
	}
	letters := make([]rune, 0, 3)
	for _, r := range text[size:] {
		if letters = append(letters, r); len(letters) == 3 {
			break
		}
	}
	for _, n := range []int{2, 1} { // most given names have two characters
		if len(letters) < n || strings.ContainsRune(string(letters[:n]), '某') || !allHan(letters[:n]) {
			continue
		}
		length := size + len(string(letters[:n]))
		if hanCommon[string(first)+string(letters[:1])] {
			return 0
		}
		if len(letters) == n || boundary(letters[n]) {
			return length
		}
	}
	return 0
}

// pet returns the length of a name such as "小红" or "阿芳" that a text begins with; 0 for none.
func pet(text string) int {
	letters := []rune(text[:min(len(text), 4*utf8.UTFMax)])
	if len(letters) < 2 || letters[0] != '小' && letters[0] != '阿' || strings.ContainsRune(hanNotPet, letters[1]) || !allHan(letters[1:2]) {
		return 0
	}
	if len(letters) > 2 && !boundary(letters[2]) {
		return 0
	}
	return len(string(letters[:2]))
}

// hanSubject returns the length of a name of three characters that a sentence begins with, where a word behind it shows that
// it is what the sentence is about; 0 for none.
func hanSubject(text string) int {
	length := hanName(text)
	if utf8.RuneCountInString(text[:length]) != 3 {
		return 0
	}
	next, _ := utf8.DecodeRuneInString(text[length:])
	if !strings.ContainsRune("在被是因曾遭说称的", next) {
		return 0
	}
	return length
}

// hanBefore returns where the name begins that a text ends with; its length for none.
func hanBefore(text string) int {
	start := len(text)
	best := start
	for n := 1; n <= 3; n++ {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if !unicode.Is(unicode.Han, r) || r == '某' {
			break
		}
		start -= size
		// A surname alone counts where nothing stands before it that it could belong to: "黄女士".
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		if hanSurnames[r] && (n > 1 || !unicode.Is(unicode.Han, before)) {
			best = start
		}
	}
	return best
}

func allHan(letters []rune) bool {
	for _, r := range letters {
		if !unicode.Is(unicode.Han, r) || strings.ContainsRune(hanNever, r) {
			return false
		}
	}
	return true
}

// boundary reports whether a character can follow a name.
func boundary(r rune) bool {
	return !unicode.Is(unicode.Han, r) || strings.ContainsRune("在于被是和与及因已曾遭向对说称表的至从为等就仍则也均将一受未没获判死失后时前并而但还正再又都到家来去两溺", r)
}

// dotted returns where a foreign name begins and ends around its dot: as far as the characters go that such names are
// written with.
func dotted(text string, at, dot int) (start, end int) {
	start, end = at, at+dot
	for {
		r, size := utf8.DecodeLastRuneInString(text[:start])
		if !hanSounds[r] {
			break
		}
		start -= size
	}
	for {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !hanSounds[r] {
			break
		}
		end += size
	}
	const two = 2 * 3 // bytes
	if at-start < two || end-at-dot < two {
		return 0, 0
	}
	return start, end
}

// hanOfficial reports whether a text ends with a word for the holder of an office.
func hanOfficial(before string) bool {
	for _, office := range hanOffices {
		if strings.HasSuffix(before, office) {
			return true
		}
	}
	return false
}

// The lists were written for this program.
var (
	// hanSurnames are common surnames; those that begin common words (高, 方, 关, 于) are left out.
	hanSurnames = runes("王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐韩冯董萧程曹袁邓傅沈吕苏卢蒋蔡贾魏薛叶阎余潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝孔崔邱秦顾侯邵孟龙万段雷钱汤尹黎常武乔贺赖龚滕高方江石金白艾")
	// hanNever stand in no name: words that say, do or join.
	hanNever = "的了在是和与被因为对向从将及或等说称有不这那其各该并已未可会要"
	// hanNotPet make another word of 小 or 阿 before them.
	hanNotPet = "学组时区型说孩额贩农姐心众麦吃偷费事儿数"
	// hanSounds are the characters with which foreign names are written.
	hanSounds = runes("阿埃艾爱安昂奥巴白柏班邦贝本比彼波伯博勃布查昌達达戴丹当道德邓迪丁东杜顿多厄恩尔法范菲费芬丰弗夫福盖甘冈高戈哥格根古瓜圭哈海汉豪赫黑亨胡华惠霍基吉加贾简杰金久居卡凯坎康考科克肯孔库奎拉莱兰朗劳勒雷黎里理利莉丽连良列林琳留龙卢鲁路露伦罗洛吕马玛迈麦曼芒毛梅美门蒙米密敏明摩莫默姆穆纳娜乃南瑙内能尼年涅宁纽农努诺欧帕派潘庞培佩彭蓬皮匹平珀普其奇齐恰钱强乔切琴青琼丘屈让热仁日荣茹儒瑞若撒萨塞赛桑瑟森沙山尚绍舍申圣胜施什史士舒斯苏孙索塔泰坦汤唐陶特腾提蒂廷亭通图托瓦万旺威韦维魏温文翁沃乌武西希锡夏香肖谢欣辛兴休许雪逊雅亚延扬杨尧耶叶伊依易因英永尤于约云赞泽曾扎詹张哲珍芝治朱卓兹宗祖佐木买肉孜合拜力土吐江都如")
	// hanCommon are common words that begin as names do.
	hanCommon = list("陈述 陈列 张贴 周围 周年 周期 何时 何地 何人 何以 何种 程序 程度 郑重 王国 黄金 林业 马上 雷同 龙头 万一 段落 武装 武力 武器 范围 谢谢 罗列 顾问 顾虑 夏季 田地 赖以 杜绝 韩国 董事 萧条 苏联 苏丹 余下 余额 钱款 黎明 黎巴 乔治 孙子 孙女 孙辈 常年 常驻 常见 段时 高度 高级 高等 高层 高呼 高喊 高压 高龄 高中 高校 方面 方式 方案 方法 江河 江湖 石油 石头 金融 金额 金属 白人 白天 白色 黄色")
	// hanPeople are words behind which a name can follow.
	hanPeople = strings.Fields("名叫 姓名： 姓名: 受害人 受害者 被害人 当事人 公民 村民 居民 律师 记者 维权人士 活动人士 人权捍卫者 被拘留者 被告人 证人 女子 男子 儿子 女儿 妻子 丈夫 母亲 父亲 教师 学生 访民 博主 网民 作家 学者 农民 工人 牧师 商人 医生 护士 司机 渔民 成员 少年 女孩 男孩 岁的 监狱见到 见到了")
	// hanForms follow a name.
	hanForms = strings.Fields("先生 女士 小姐 （女， （男， (女, (男, （女,")
	// hanOffices stand before the name of who holds an office.
	hanOffices = strings.Fields("总统 总理 主席 部长 法官 检察官 州长 市长 大使 专员 报告员 秘书长 国王 首相 议员 教授 作者 大学 基金会")
)

// runes makes a set of the characters of a text.
func runes(text string) map[rune]bool {
	set := make(map[rune]bool)
	for _, r := range text {
		set[r] = true
	}
	return set
}
