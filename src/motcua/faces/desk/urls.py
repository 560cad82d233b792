"""Addresses of the officers' face, below /can-bo/."""

from django.urls import path

from motcua.faces.desk.absence import views as absence
from motcua.faces.desk.answering import views as answering
from motcua.faces.desk.case import (
    actions,
    comparing,
    consulting,
    correcting,
    money,
    parts,
    refusing,
    supplement,
    views,
)
from motcua.faces.desk.leader import overdue, scorecard, working
from motcua.faces.desk.own import views as own
from motcua.faces.desk.papers import views as papers
from motcua.faces.desk.reception import cashing, closing, filling, following, people
from motcua.faces.desk.reception import papers as paper_ways
from motcua.faces.desk.register import views as register
from motcua.faces.desk.result import views as result
from motcua.faces.desk.sign import views as sign
from motcua.faces.desk.worklist import bulk, search
from motcua.faces.desk.worklist import views as worklist

app_name = "desk"
CASE = "ho-so/<uuid:dossier_id>"
TASK = f"{CASE}/viec/<uuid:task_id>"
urlpatterns = [
    path("", worklist.index, name="index"),
    path("viec", worklist.worklist, name="worklist"),
    path("tim", search.search, name="search"),
    path("viec/hom-nay", worklist.done, name="done"),
    path("viec/tiep-nhan", bulk.accept_many, name="accept-many"),
    path("viec/phe-duyet", bulk.approve_many, name="approve-many"),
    path("viec/nhan", bulk.claim_many, name="claim-many"),
    path("viec/giao", bulk.assign_many, name="assign-many"),
    path("viec/hoan-tac", bulk.undo, name="undo"),
    path("ky", sign.queue, name="sign"),
    path("ky/da-chon", sign.sign_many, name="sign-many"),
    path("ban-cua-toi", own.desk, name="own-desk"),
    path("ban-cua-toi/bo-loc", own.keep_filter, name="keep-filter"),
    path("vang-mat", absence.absences, name="absences"),
    path("vang-mat/<uuid:absence_id>/ket-thuc", absence.ending, name="absence-ending"),
    path(CASE, views.case, name="case"),
    path(f"{CASE}/phan/<slug:part>", parts.part, name="part"),
    path(f"{CASE}/so-sanh", comparing.comparison, name="comparison"),
    path(f"{CASE}/tiep", views.following, name="following"),
    path(f"{CASE}/tiep-nhan", actions.acceptance, name="acceptance"),
    path(f"{CASE}/tu-choi", refusing.refusal, name="refusal"),
    path(f"{CASE}/dung", refusing.stop, name="stop"),
    path(f"{CASE}/gia-han", refusing.extension, name="extension"),
    path(f"{CASE}/bo-sung", supplement.supplement, name="supplement"),
    path(f"{CASE}/cau-mau", supplement.phrases, name="phrases"),
    path(f"{CASE}/nop-tien", money.notice, name="notice"),
    path(f"{CASE}/nop-tien/rut", money.take_back, name="notice-back"),
    path(f"{CASE}/nop-tien/mien", money.waive, name="notice-waive"),
    path(f"{CASE}/y-kien", consulting.consult, name="consult"),
    path(f"{CASE}/y-kien/<uuid:consultation_id>/rut", consulting.close, name="consultation-close"),
    path(f"{CASE}/sua-ket-qua", correcting.correction, name="correction"),
    path(f"{CASE}/that-lac", correcting.lost, name="lost"),
    path("sua-ket-qua", correcting.corrections, name="corrections"),
    path("y-kien", consulting.consulted, name="consulted"),
    path("y-kien/<uuid:consultation_id>", consulting.opinion, name="opinion"),
    path("y-kien/<uuid:consultation_id>/tep/<uuid:file_id>/<int:page>.png", consulting.paper, name="opinion-page"),
    path(f"{CASE}/ghi-chu", actions.note, name="note"),
    path(f"{TASK}/nhan", actions.claim, name="claim"),
    path(f"{TASK}/tra-ve", actions.release, name="release"),
    path(f"{TASK}/giao", actions.assignment, name="assignment"),
    path(f"{TASK}/hoan-thanh", actions.completion, name="completion"),
    path(f"{TASK}/tra-lai", actions.rework, name="rework"),
    path(f"{TASK}/chuyen", actions.hand_over, name="hand-over"),
    path(f"{CASE}/ket-qua", result.draft, name="result"),
    path(f"{CASE}/ket-qua/xem-truoc", result.live, name="result-live"),
    path(f"{CASE}/ket-qua/xem-truoc/<int:page>.png", result.preview, name="result-preview"),
    path(f"{CASE}/phe-duyet", actions.approval, name="approval"),
    path(f"{CASE}/cap-so", actions.numbering, name="numbering"),
    path(f"{CASE}/ky", actions.signature, name="signature"),
    path(f"{CASE}/tra-ket-qua", actions.delivery, name="delivery"),
    path("dieu-hanh", scorecard.scorecard, name="leader"),
    path("dieu-hanh/don-vi", scorecard.drill, name="leader-units"),
    path("dieu-hanh/so-lieu", scorecard.figure, name="leader-figure"),
    path("dieu-hanh/qua-han", overdue.risk, name="leader-risk"),
    path("dieu-hanh/cong-viec", working.work, name="leader-work"),
    path("cua-toi", working.own, name="own-work"),
    path("cua-toi/da-xem", working.seen, name="reminders-seen"),
    path("dieu-hanh/nhac", overdue.remind, name="leader-remind"),
    path("dieu-hanh/giao", overdue.assign, name="leader-assign"),
    path("dieu-hanh/ho-so/<uuid:dossier_id>", overdue.case, name="leader-case"),
    path("quay", people.counter, name="counter"),
    path("quay/nguoi/<uuid:person_id>", people.person, name="counter-person"),
    path("quay/nguoi/<uuid:person_id>/thu-tuc", people.begin, name="counter-begin"),
    path("quay/nguoi/<uuid:person_id>/nop-thay", people.behalf, name="counter-behalf"),
    path("quay/dien/<uuid:draft_id>", filling.draft, name="counter-draft"),
    path("quay/dien/<uuid:draft_id>/xoa", filling.discard, name="counter-discard"),
    path("quay/dien/<uuid:draft_id>/kiem-tra", closing.check, name="counter-check"),
    path("quay/da-nhan", following.listed, name="taken-in-list"),
    path("quay/da-nhan/<uuid:dossier_id>", following.taken_in, name="taken-in"),
    path("quay/da-nhan/<uuid:dossier_id>/phieu", following.slip, name="counter-slip"),
    path("quay/da-nhan/<uuid:dossier_id>/tiep-nhan", following.accept, name="counter-accept"),
    path("quay/da-nhan/<uuid:dossier_id>/tra", following.deliver, name="counter-deliver"),
    path("quay/da-nhan/<uuid:dossier_id>/thu-tien", cashing.take, name="counter-cash"),
    path("quay/da-nhan/<uuid:dossier_id>/huy-bien-lai", cashing.void, name="counter-void"),
    path("quay/da-nhan/<uuid:dossier_id>/<uuid:document_id>.pdf", following.document, name="counter-document"),
    path("quay/giay-to", paper_ways.ways, name="paper-ways"),
    path("quay/giay-to/<uuid:way_id>", paper_ways.slip, name="paper-slip"),
    path("quay/giay-to/<uuid:way_id>/di", paper_ways.hand, name="paper-hand"),
    path("quay/giay-to/<uuid:way_id>/den", paper_ways.receive, name="paper-receive"),
    path("quay/tien-mat", cashing.day, name="cash"),
    path(f"{CASE}/phieu-kiem-soat.pdf", papers.control_slip, name="control-slip"),
    path("can-tra-loi", answering.waiting, name="to-answer"),
    path("can-tra-loi/<uuid:dossier_id>", answering.answer, name="answer"),
    path("thong-bao", answering.told, name="told"),
    path("so-theo-doi", register.register, name="register"),
    path("so-theo-doi.csv", register.as_csv, name="register-csv"),
    path("so-theo-doi.pdf", register.as_pdf, name="register-pdf"),
    path("tep/<uuid:file_id>/<int:page>.png", papers.file_page, name="file-page"),
    path("tep/<uuid:file_id>", papers.file_download, name="file"),
    path("van-ban/<uuid:document_id>/<int:page>.png", papers.document_page, name="document-page"),
    path("van-ban/<uuid:document_id>.pdf", papers.document_download, name="document"),
]
