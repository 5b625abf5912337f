"""Closed classes of names: what stands here is put right where Tesseract lost tones, and vouches for its line.

Given names and sectors of offices are open classes: they stay as read.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ocr.folding import folded


def _by_fold(names: str) -> Mapping[str, str]:
    """Folded name -> name; of two that differ by tones alone the first stands."""
    return MappingProxyType({folded(name): name for name in reversed(_listed(names))})


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",")]


# The family names of nearly everyone, the frequent ones first.
_SURNAMES = (
    "Nguyễn, Trần, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý, Đinh, Đào, Đoàn, Trịnh,"
    "Trương, Lâm, Mai, Cao, Hà, Lương, Tạ, Tô, Châu, Phùng, Vương, Quách, Thái, Tống, Triệu, Từ, Lưu, La, Khổng,"
    "Nghiêm, Ninh, Nông, Hứa, Kiều, Chu, Đàm, Đồng, Doãn, Giang, Bạch, Bành, Cù, Diệp, Đậu, Đường, Hầu, Khúc, Kim,"
    "Lục, Lữ, Mạc, Ngụy, Nhâm, Ông, Phí, Quan, Sầm, Tăng, Thạch, Thân, Thẩm, Thi, Tiêu, Tôn, Trang, Trà, Ung, Văn,"
    "Viên, Vi, Xa, Âu, Ân, Bế, Biện, Cấn, Chử, Cung, Đới, Đổng, Hạ, Hàn, Hình, Hoa, Lò, Lại, Lã, Lôi, Mã,"
    "Mẫn, Nhan, Nhữ, Phó, Phương, Quàng, Sơn, Thang, Tòng, Trầm, Tường, Vàng, Giàng, Sùng, Cầm, Hoàn, Khuất, Khương,"
    "Kha, Liêu, Lường, Ngân, Ngọ, Rơ, Siu, Y, A, Ksor, H, K"
)
SURNAMES = _by_fold(_SURNAMES)
SURNAMES_AS_SPELT = frozenset(_listed(_SURNAMES))

# Before and after 1 July 2025.
PROVINCES = _by_fold(
    "An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định, Bình Phước,"
    "Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai,"
    "Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hồ Chí Minh, Huế, Hưng Yên,"
    "Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình,"
    "Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La,"
    "Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long,"
    "Vĩnh Phúc, Yên Bái"
)

# With these the name of an office begins; a line that begins otherwise goes on with the name above it.
OFFICES = _by_fold(
    "Ủy ban nhân dân, Hội đồng nhân dân, Ủy ban Mặt trận Tổ quốc, Ủy ban, UBND, HĐND, Bộ, Sở, Chính phủ,"
    "Thủ tướng Chính phủ, Quốc hội, Chủ tịch nước, Văn phòng, Phòng, Tổng cục, Chi cục, Cục, Vụ, Thanh tra, Ban,"
    "Ban Quản lý, Ban Chỉ đạo, Công an, Quân khu, Bộ Chỉ huy, Tòa án nhân dân, Tòa án, Viện kiểm sát nhân dân, Viện,"
    "Học viện, Trường, Trường Đại học, Trường Cao đẳng, Đại học, Trung tâm, Bệnh viện, Trạm Y tế, Trạm,"
    "Kho bạc Nhà nước, Kho bạc, Bảo hiểm xã hội, Ngân hàng, Kiểm toán Nhà nước, Thông tấn xã, Đài, Công ty,"
    "Tổng công ty, Tập đoàn, Hội đồng, Hội, Liên đoàn, Liên minh, Đảng ủy, Tỉnh ủy, Thành ủy, Huyện ủy, Quận ủy,"
    "Đảng bộ, Chi bộ, Đoàn, Tổ, Hạt Kiểm lâm, Cơ quan, Tổng liên đoàn, Thi hành án dân sự, Quỹ, Nhà xuất bản,"
    "Nhà trường"
)

# Places of the state's levels; what follows is a name and goes in capitals.
LEVELS = _by_fold("tỉnh, thành phố, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu, thôn, khu phố")

ROLES = _by_fold(
    "CHỦ TỊCH, PHÓ CHỦ TỊCH, PHÓ CHỦ TỊCH THƯỜNG TRỰC, CHÁNH VĂN PHÒNG, PHÓ CHÁNH VĂN PHÒNG, GIÁM ĐỐC, PHÓ GIÁM ĐỐC,"
    "TỔNG GIÁM ĐỐC, PHÓ TỔNG GIÁM ĐỐC, BỘ TRƯỞNG, THỨ TRƯỞNG, THỨ TRƯỞNG THƯỜNG TRỰC, THỦ TƯỚNG, PHÓ THỦ TƯỚNG,"
    "TRƯỞNG PHÒNG, PHÓ TRƯỞNG PHÒNG, PHÓ PHÒNG, CỤC TRƯỞNG, PHÓ CỤC TRƯỞNG, CHI CỤC TRƯỞNG, PHÓ CHI CỤC TRƯỞNG,"
    "VỤ TRƯỞNG, PHÓ VỤ TRƯỞNG, TỔNG CỤC TRƯỞNG, PHÓ TỔNG CỤC TRƯỞNG, VIỆN TRƯỞNG, PHÓ VIỆN TRƯỞNG, HIỆU TRƯỞNG,"
    "PHÓ HIỆU TRƯỞNG, TRƯỞNG BAN, PHÓ TRƯỞNG BAN, CHÁNH THANH TRA, PHÓ CHÁNH THANH TRA, TỔNG THANH TRA,"
    "PHÓ TỔNG THANH TRA, THỐNG ĐỐC, PHÓ THỐNG ĐỐC, BÍ THƯ, PHÓ BÍ THƯ, PHÓ BÍ THƯ THƯỜNG TRỰC, CHÁNH ÁN, PHÓ CHÁNH ÁN,"
    "CHỦ NHIỆM, PHÓ CHỦ NHIỆM, TỔNG KIỂM TOÁN, PHÓ TỔNG KIỂM TOÁN, TRƯỞNG TRẠM, PHÓ TRƯỞNG TRẠM,"
    "TRƯỞNG CÔNG AN, PHÓ TRƯỞNG CÔNG AN, ĐỘI TRƯỞNG, PHÓ ĐỘI TRƯỞNG, HẠT TRƯỞNG, TRƯỞNG ĐOÀN, PHÓ TRƯỞNG ĐOÀN,"
    "ỦY VIÊN, THƯ KÝ, TỔNG THƯ KÝ, TỔNG BIÊN TẬP, TRƯỞNG KHOA, TRƯỞNG BỘ PHẬN, CHỦ TỊCH NƯỚC, CHỦ TỊCH QUỐC HỘI,"
    "CHÁNH TÒA, THẨM PHÁN, CHẤP HÀNH VIÊN, CÔNG CHỨNG VIÊN, KẾ TOÁN TRƯỞNG, TỔ TRƯỞNG, TRƯỞNG THÔN"
)

# Before a name, and no part of it.
DEGREES = frozenset({"TS", "THS", "GS", "PGS", "BS", "BSCKI", "BSCKII", "KS", "CN", "LS", "ÔNG", "BÀ"})

URGENCIES = _by_fold("Khẩn, Thượng khẩn, Hỏa tốc, Hỏa tốc hẹn giờ")
