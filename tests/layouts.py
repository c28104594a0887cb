"""The structure that a reader would draw of each of the documents in tests/documents."""

# Of each document the provisions, with the first four characters of their headings or bodies, and
# the headings of parts, after a hash.
DRAWN = {
    "articles": "#第一章 1为了促进 2本条例适 #第二章 3省人民政 3.1编制规划 3.2安排资金 4建设单位 #第三章 5本条例自",
    "volumes": "#第一编 #第一章 #第一节 1网络全省 2资费逐年 #第二节 3先城后乡 #第二编 #第一章 4光纤到户 #第二章 5宽带到村",
    "five_levels": (
        "#一、建 #（一） #1.城 #（1） 1.1.1.1.1到楼 1.1.1.1.2到户 1.1.1.2基站 1.1.2乡村 1.2资费 "
        "#二、保 2.1组织"
    ),
    "turned_round": "#1、建 1.1宽带 1.2基站 #2、保 2.1隐私 2.2举报",
    "mixed_signs": "#一_、 1.1宽带 1.2基站 1.2.1城区 1.2.2乡村 #二、保 2.1隐私 2.2举报",
    "two_lines": "#一、建 1宽带 2基站",
    "one_line": "#一、总 1.1指导思想 1.2基本原则 #二、主 2.1建设网络",
    "no_lines": "1建设网络 2降低资费 3保护用户",
    "dash_for_one": "#—、建 1.1宽带 1.2基站 #二、保 2.1隐私",
    "bullets": "#一、总 1指导思想 #（二） 2.1统筹兼顾 2.2安全可控 3目标",
    "private_use": "#一、主 1.1建设网络 1.2降低资费 #二、保 2.1加强组织",
    "bare_headings": "#总体要 1坚持以人 #主要任 2光纤要到 3资费要逐 #保障措 4成立小组",
    "bare_and_numbered": "#总体要 1以人为本 2统筹城乡 #主要任 3建设网络",
    "paragraphs": "1为了发展 2光纤要到 3各地要加",
    "annexes": "1建设网络 2降低资费",
    "forwarded": "1建设网络 2降低资费",
    "agencies": "1宽带 2基站 3资费 4隐私 5举报 6人才",
    "doubled": "#一、建 1.1宽带 1.2基站 #二、保 2.1隐私",
    "jump": "1建设网络 2降低资费 4保护用户",
    "gb_crlf": "1建设网络 2降低资费 3保护用户",
    "utf16": "1建设网络 2降低资费",
    "traditional": "1建設網絡 2降低資費 3保護用戶",
    "cr_only": "1建设网络 2降低资费",
    "web_page": "1建设网络 2降低资费",
    "recognised": "1建设网络 2降低资\u200b 3\x07保护用",
    "decimal": (
        "#1_总 1.1编制目的 1.2编制依据 1.3适用范围 #2_组 2.1领导机构 #2.2 2.2.1办公室 2.2.2专家组 #3_监 3.1预警分级"
    ),
    "database": "1总体要求 2建设网络 3保护用户",
    "ministry": "#一、总 1.1指导思想 1.2基本原则 #二、主 2.1建设网络 2.2网络扶贫",
    "pdf_pages": "1建设网络 2降低资费 3保护用户",
}
