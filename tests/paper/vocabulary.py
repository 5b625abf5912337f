"""Sentences, names and places for generated papers; invented, so that nothing here is anyone's real paper."""

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
