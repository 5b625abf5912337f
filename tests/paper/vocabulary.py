"""Sentences, names and places for generated papers; invented, so that nothing here is anyone's real paper."""

import random

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

AGENCIES = (
    ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG HƯNG", "UBND-VP"),
    ("ỦY BAN NHÂN DÂN", "PHƯỜNG BẾN NGHÉ", "UBND-KT"),
    ("ỦY BAN NHÂN DÂN", "XÃ VĨNH THẠNH", "UBND-ĐC"),
    ("SỞ NỘI VỤ", "PHÒNG CẢI CÁCH HÀNH CHÍNH", "SNV-CCHC"),
    ("SỞ TÀI CHÍNH", "PHÒNG NGÂN SÁCH", "STC-NS"),
)
PLACES = ("Đông Hưng", "Bến Nghé", "Vĩnh Thạnh", "Quảng Phú", "Mỹ Đức", "Hòa Khánh")
TITLES = (
    ("QUYẾT ĐỊNH", "Về việc phê duyệt kế hoạch sửa chữa nhà văn hóa xã"),
    ("THÔNG BÁO", "Về việc niêm yết hồ sơ cấp giấy chứng nhận quyền sử dụng đất"),
    ("TỜ TRÌNH", "Về việc bổ sung dự toán kinh phí mua sắm thiết bị"),
    ("BÁO CÁO", "Kết quả giải quyết thủ tục hành chính quý ba"),
)
SENTENCES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương và các văn bản hướng dẫn thi hành;",
    "Xét đề nghị của công chức địa chính, xây dựng và môi trường tại phiên họp thường kỳ;",
    "Ủy ban nhân dân yêu cầu các bộ phận chuyên môn rà soát toàn bộ hồ sơ đã tiếp nhận trước ngày đến hạn.",
    "Hồ sơ gồm đơn đề nghị, bản vẽ hiện trạng thửa đất và giấy tờ chứng minh nguồn gốc sử dụng ổn định, lâu dài.",
    "Bộ phận một cửa có trách nhiệm hướng dẫn người dân hoàn thiện giấy tờ còn thiếu trong thời hạn quy định.",
    "Kinh phí thực hiện được bố trí từ nguồn ngân sách địa phương và các khoản đóng góp tự nguyện hợp pháp khác.",
    "Trường hợp hồ sơ quá hạn, cơ quan giải quyết phải gửi văn bản xin lỗi và nêu rõ lý do chậm trễ.",
    "Các ông, bà có tên trên chịu trách nhiệm thi hành quyết định này kể từ ngày ký ban hành.",
    "Việc số hóa giấy tờ được thực hiện ngay khi tiếp nhận, bảo đảm đầy đủ, chính xác và toàn vẹn nội dung.",
    "Mọi phản ánh, kiến nghị xin gửi về trụ sở tiếp công dân để được xem xét, giải quyết theo thẩm quyền.",
    "Giao kế toán ngân sách phối hợp với trưởng thôn kiểm tra khối lượng, nghiệm thu và thanh quyết toán.",
    "Danh sách hộ gia đình được hỗ trợ xây dựng nhà ở phải công khai tại nơi sinh hoạt chung ít nhất mười ngày.",
    "Đề nghị đài truyền thanh tăng thời lượng tuyên truyền về phòng cháy, chữa cháy và an toàn thực phẩm mùa lễ hội.",
    "Thời gian nhận hồ sơ từ thứ hai đến thứ sáu hằng tuần, trừ các ngày nghỉ lễ theo quy định của pháp luật.",
)
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Huỳnh")
MIDDLE_NAMES = ("Văn", "Thị", "Đức", "Ngọc", "Quốc", "Hữu", "Kim")
GIVEN_NAMES = ("Ánh", "Bình", "Cường", "Dũng", "Hằng", "Khuê", "Lộc", "Mẫn", "Phượng", "Tuyết", "Xuyến", "Yến")
POSTS = ("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")
STREETS = ("Thửa đất số", "Tờ bản đồ số", "Diện tích", "Đất ở", "Đất vườn", "Lối đi chung", "Kênh tưới", "Nhà kho")

KINDS = ("QĐ", "TB", "TTr", "BC", "KH", "CT")
NAMES_OF_KINDS = {
    "QĐ": "QUYẾT ĐỊNH",
    "TB": "THÔNG BÁO",
    "TTr": "TỜ TRÌNH",
    "BC": "BÁO CÁO",
    "KH": "KẾ HOẠCH",
    "CT": "CHỈ THỊ",
}
UNITS = ("VP", "NC", "KT", "NV", "ĐC", "TCKH", "VX", "TP")
COMMITTEE_TITLES = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("CHỦ TỊCH",),
    ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
)
OFFICE_TITLES = (("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"))
OFFICES = (
    (("SỞ NỘI VỤ",), "SNV"),
    (("SỞ TÀI CHÍNH",), "STC"),
    (("SỞ Y TẾ",), "SYT"),
    (("SỞ GIÁO DỤC VÀ ĐÀO TẠO",), "SGDĐT"),
    (("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), "SNNMT"),
    (("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"), "TTPVHCC"),
    (("BAN QUẢN LÝ", "KHU CÔNG NGHIỆP"), "BQL"),
    (("VĂN PHÒNG",), "VP"),
)
NAMELESS = (("VĂN PHÒNG",),)
RECIPIENTS = (
    "Thường trực Tỉnh ủy",
    "Thường trực HĐND tỉnh",
    "Chủ tịch, các PCT UBND",
    "Các sở, ban, ngành",
    "UBND các xã, phường",
    "Kho bạc Nhà nước khu vực",
    "Đài Phát thanh và Truyền hình",
    "Trưởng các thôn, tổ dân phố",
    "Cổng thông tin điện tử",
)
SUBJECTS = (
    "phê duyệt kế hoạch sửa chữa nhà văn hóa và sân thể thao các thôn năm 2026",
    "niêm yết công khai hồ sơ cấp giấy chứng nhận quyền sử dụng đất lần đầu",
    "bổ sung dự toán kinh phí mua sắm trang thiết bị cho bộ phận một cửa",
    "kiện toàn Ban Chỉ đạo chuyển đổi số và cải cách hành chính",
    "tiếp nhận và bố trí công tác đối với công chức trúng tuyển kỳ tuyển dụng",
    "tăng cường phòng cháy, chữa cháy rừng trong mùa khô",
    "hỗ trợ hộ nghèo, hộ cận nghèo xóa nhà tạm, nhà dột nát",
    "điều chỉnh chủ trương đầu tư dự án nâng cấp tuyến đường liên xã",
    "rà soát, số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
    "tổ chức tiếp công dân định kỳ và xử lý đơn thư khiếu nại, tố cáo",
)
REPORTS = (
    "Kết quả giải quyết thủ tục hành chính quý III và nhiệm vụ quý IV",
    "Tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội sáu tháng đầu năm",
    "Công tác tiếp dân, giải quyết khiếu nại, tố cáo và phòng, chống tham nhũng",
    "Sơ kết ba năm thực hiện đề án số hóa dữ liệu hộ tịch",
)
PLANS = (
    "Tuyên truyền, phổ biến, giáo dục pháp luật cho người dân vùng sâu, vùng xa",
    "Triển khai tháng hành động vì an toàn thực phẩm trên địa bàn",
    "Kiểm tra công tác văn thư, lưu trữ tại các đơn vị trực thuộc",
)
# Type code -> how the summary opens, and with what it goes on.
SUMMARIES = {"QĐ": ("Về việc", SUBJECTS), "BC": ("", REPORTS), "KH": ("", PLANS)}
GOODS = (
    *("Máy vi tính để bàn", "Máy quét tài liệu khổ A4", "Bàn làm việc gỗ công nghiệp", "Ghế xoay", "Tủ hồ sơ sắt"),
    *("Máy in hai mặt", "Thiết bị lưu điện", "Giấy in khổ A4 loại dày", "Bảng niêm yết thủ tục", "Camera giám sát"),
    *("Sửa chữa mái tôn nhà kho", "Lát lại gạch sân trụ sở", "Sơn tường, thay cửa phòng họp tầng hai"),
    *("Phần mềm quản lý văn bản và điều hành", "Đường truyền số liệu chuyên dùng cấp II", "Vệ sinh máy lạnh"),
)
MEASURES = ("Bộ", "Cái", "Chiếc", "m2", "Gói", "Ram", "Tháng", "Lần")
NOTES = ("", "", "Đã có", "Mua mới", "Thay thế thiết bị hỏng", "Theo dự toán được duyệt", "Nghiệm thu đợt 1")
TOWNS = ("Quảng Phú", "Mỹ Đức", "Hòa Khánh", "Vĩnh Thạnh", "Đông Hưng", "Bình Thủy", "Tân Uyên", "Cẩm Thúy", "Yên Lộc")


def a_name(chance: random.Random) -> str:
    """A person's name in three words."""
    return " ".join(chance.choice(part) for part in (SURNAMES, MIDDLE_NAMES, GIVEN_NAMES))
