"""Plans added from the page."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "admin": ("Thêm kế hoạch", "Add plans"),
    "admin_lead": (
        "Gửi tệp, xem máy đọc được gì, rồi đưa lên phục vụ. Người tra cứu không bị gián đoạn.",
        "Send files, see what was read in them, then publish. Nobody's search is interrupted.",
    ),
    "admin_key": ("Khóa quản trị", "Admin key"),
    "admin_key_hint": (
        "Người vận hành tạo khóa bằng: tracuu keys add NHÃN --scope admin",
        "Whoever runs the service makes one: tracuu keys add LABEL --scope admin",
    ),
    "admin_sign_in": ("Đăng nhập", "Sign in"),
    "admin_sign_out": ("Đăng xuất", "Sign out"),
    "admin_signed_in": ("Đã đăng nhập bằng khóa «{label}».", "Signed in with the key “{label}”."),
    "admin_wrong_key": (
        "Khóa không đúng, đã hết hạn, hoặc không có quyền quản trị.",
        "The key is wrong, has expired, or may not administer.",
    ),
    "admin_signed_out": (
        "Đã đăng xuất hoặc hết phiên; hãy đăng nhập lại rồi làm lại việc vừa rồi.",
        "You are signed out, or your time is up: sign in and do it again.",
    ),
    "admin_too_often": (
        "Thử khóa quá nhiều lần; hãy đợi một phút. / Too many tries; wait a minute.",
        "Thử khóa quá nhiều lần; hãy đợi một phút. / Too many tries; wait a minute.",
    ),
    "admin_stale": (
        "Trang này đã cũ: hãy mở lại trang Thêm kế hoạch rồi làm lại. / "
        "This page is out of date: open it again and repeat.",
        "Trang này đã cũ: hãy mở lại trang Thêm kế hoạch rồi làm lại. / "
        "This page is out of date: open it again and repeat.",
    ),
    "admin_foreign": (
        "Yêu cầu đến từ một trang khác nên bị từ chối. / "
        "The request came from another site and is refused.",
        "Yêu cầu đến từ một trang khác nên bị từ chối. / "
        "The request came from another site and is refused.",
    ),
    "admin_no_task": (
        "Không có việc này. / There is no such task.",
        "Không có việc này. / There is no such task.",
    ),
    "admin_send": ("Gửi tệp", "Send files"),
    "admin_choose": ("Chọn hoặc thả tệp vào đây", "Choose files, or drop them here"),
    "admin_limits": (
        "PDF, Word (.docx), văn bản, HTML, ảnh quét và ZIP của chúng; tối đa {files} tệp, mỗi tệp "
        "{mb} MB.",
        "PDF, Word (.docx), text, HTML, scans, and ZIPs of them; at most {files} files of {mb} MB "
        "each.",
    ),
    "admin_folder": ("Tệp được lưu vào", "Files are kept in"),
    "admin_replace": (
        "Thay tệp cùng tên (tệp cũ được cất đi, không xóa)",
        "Replace files of the same name (the old ones are put aside, not removed)",
    ),
    "admin_outcome": ("Vừa nhận", "Just received"),
    "was_new": ("đã nhận", "received"),
    "was_same": ("đã có sẵn, không nhận lại", "there already"),
    "was_replaced": ("đã thay tệp cũ", "replaced the old one"),
    "was_refused": ("không nhận", "refused"),
    "admin_nothing_sent": ("Chưa chọn tệp nào.", "No file was chosen."),
    "admin_files": ("Tệp đã gửi", "Files sent"),
    "admin_no_files": ("Chưa có tệp nào được gửi.", "No files have been sent."),
    "admin_file": ("Tệp", "File"),
    "admin_state": ("Tình trạng", "State"),
    "state_served": ("đang phục vụ", "published"),
    "state_ready": ("đọc được, chờ đưa lên", "read, to be published"),
    "state_refused": ("không đọc được", "cannot be read"),
    "state_same": ("trùng nội dung", "same content"),
    "state_unread": ("chờ đọc", "to be read"),
    "admin_clauses": ("{n} mục", "{n} clauses"),
    "admin_more": ("và {n} tệp nữa", "and {n} more"),
    "admin_read": ("Đọc lại", "Read again"),
    "admin_publish": ("Đưa lên phục vụ", "Publish"),
    "admin_publish_note": (
        "Lập thế hệ mới từ mọi thư mục kế hoạch của chỉ mục này; tệp không đọc được bị để riêng "
        "với lý do.",
        "Makes a new generation from all folders of this index; files that cannot be read are left "
        "out with their reason.",
    ),
    "admin_withdraw": ("Bỏ ra", "Put aside"),
    "admin_withdrawn": (
        "Đã cất «{name}» đi; lần đưa lên tới sẽ không còn văn bản của nó. / "
        "“{name}” was put aside; the next publishing leaves its documents out.",
        "Đã cất «{name}» đi; lần đưa lên tới sẽ không còn văn bản của nó. / "
        "“{name}” was put aside; the next publishing leaves its documents out.",
    ),
    "admin_job": ("Đang chạy", "At work"),
    "task_read": ("Đọc các tệp mới", "Reading new files"),
    "task_publish": ("Đưa lên phục vụ", "Publishing"),
    "stage_": ("đang chuẩn bị", "getting ready"),
    "stage_list": ("liệt kê tệp", "listing files"),
    "stage_read": ("tìm tệp mới", "looking for new files"),
    "stage_analyse": ("đọc và phân tích", "reading and analysing"),
    "stage_encode": ("tính nghĩa các đoạn", "encoding passages"),
    "stage_write": ("ghi chỉ mục", "writing the index"),
    "admin_wait": ("Trang tự cập nhật.", "This page updates itself."),
    "admin_failed": ("Không xong: {why}", "Not done: {why}"),
    "admin_published": (
        "Đã đưa lên thế hệ {name}: thêm {added}, đổi {changed}, bỏ {removed}; để riêng {left}.",
        "Published generation {name}: {added} added, {changed} changed, {removed} removed; {left} "
        "left out.",
    ),
    "admin_unchanged": (
        "Không có gì thay đổi: vẫn là thế hệ {name}.",
        "Nothing had changed: still generation {name}.",
    ),
    "admin_left_out": ("Bị để riêng", "Left out"),
    "admin_generations": ("Các thế hệ của chỉ mục", "Generations of the index"),
    "admin_generation": ("Thế hệ", "Generation"),
    "admin_made": ("Lập lúc (giờ Việt Nam)", "Made (Vietnam time)"),
    "admin_documents": ("Văn bản", "Documents"),
    "admin_served": ("đang phục vụ", "being served"),
    "admin_rollback": ("Quay lại", "Go back to it"),
    "task_sure_withdraw": (
        "Cất «{name}» đi? Tệp không bị xóa; lần đưa lên tới sẽ không còn văn bản của nó.",
        "Put “{name}” aside? It is not removed; the next publishing leaves its documents out.",
    ),
    "task_sure_rollback": (
        "Phục vụ lại thế hệ {name}? Văn bản đưa lên sau đó sẽ không còn tra được.",
        "Serve generation {name} again? Documents published since will not be found.",
    ),
    "admin_rolled_back": (
        "Đã quay lại thế hệ {name}. / Generation {name} is served again.",
        "Đã quay lại thế hệ {name}. / Generation {name} is served again.",
    ),
}
