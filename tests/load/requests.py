"""Plain requests to a server, as a browser would send them."""

import http.client


def ask(port, method, path, headers=None, body=None):
    """Return the answer to a request, and its text; a body in pieces is sent without saying its size."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def token_of(port):
    """Return the token that the server gives to a page that it serves, and to nobody else."""
    cookies = ask(port, "GET", "/_stcore/health")[0].headers.get_all("Set-Cookie")
    named = dict(cookie.split(";")[0].split("=", 1) for cookie in cookies)
    return named["_streamlit_xsrf"]


def upload(port, session, body, *, token, cookie, **headers):
    """Send a file as the page does; return the status."""
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n%b\r\n--x--\r\n' % body
    headers |= {"Content-Type": "multipart/form-data; boundary=x", "X-Xsrftoken": token, "Cookie": cookie}
    return ask(port, "PUT", f"/_stcore/upload_file/{session.id}/f", headers, iter([part]))[0].status
