"""Addresses of signing in and of one's own account."""

from django.urls import path

from motcua.faces.portal.account import authorising, own_views, views

app_name = "account"
urlpatterns = [
    path("dang-nhap", views.sign_in, name="sign_in"),
    path("dang-nhap/tra-ve", views.come_back, name="come_back"),
    path("dang-nhap/tu-cach", views.capacity, name="capacity"),
    path("dang-xuat", views.sign_out, name="sign_out"),
    path("tai-khoan", own_views.profile, name="profile"),
    path("tai-khoan/lien-he", own_views.contact, name="contact"),
    path("tai-khoan/phien/<uuid:session_id>/ket-thuc", own_views.end_session, name="end_session"),
    path("tai-khoan/uy-quyen", authorising.page, name="authorisations"),
    path("tai-khoan/uy-quyen/<uuid:authorisation_id>/xac-nhan", authorising.confirm, name="authorisation-confirm"),
    path("tai-khoan/uy-quyen/<uuid:authorisation_id>/ket-thuc", authorising.end, name="authorisation-end"),
    path("tai-khoan/du-lieu", own_views.my_data, name="my_data"),
    path("tai-khoan/du-lieu/<str:name>/bao-sai", own_views.report, name="report"),
]
