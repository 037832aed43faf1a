import hashlib
import os
import time

from flask import Blueprint, Flask, Response, abort, flash, g, jsonify, make_response, redirect, render_template, request, session, stream_with_context, url_for

app = Flask(__name__)
app.secret_key = "not a secret"
shop = Blueprint("shop", __name__, url_prefix="/shop")

ITEMS = [{"name": f"item {i}", "price": i * 1.5, "tags": ["a", "b"][: i % 3]} for i in range(12)]


class OutOfStock(Exception):
    pass


@app.template_filter("money")
def money(value):
    return f"{value:,.2f} €"


@app.before_request
def begin():
    g.begun = True


@app.after_request
def finish(response):
    response.headers["X-Begun"] = str(g.begun)
    return response


@app.get("/")
def index():
    return render_template("index.html", name=request.args.get("name"), items=ITEMS)


@shop.get("/<int:number>")
def item(number):
    if number >= len(ITEMS):
        abort(404)
    if number == 7:
        raise OutOfStock(ITEMS[number]["name"])
    return jsonify(ITEMS[number] | {"url": url_for("shop.item", number=number)})


@app.errorhandler(OutOfStock)
def out_of_stock(error):
    return f"no more of {error}\n", 409


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        session["user"] = request.form["user"]
        flash(f"welcome {request.form['user']}")
        return redirect(url_for("index"))
    return '<form method="post"><input name="user"></form>\n'


@app.get("/logout")
def logout():
    session.pop("user", None)
    return redirect(url_for("index"))


@app.post("/upload")
def upload():
    file = request.files["file"]
    data = file.read()
    return {"name": file.filename, "kind": file.content_type, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
            "form": request.form.to_dict(flat=False)}


@app.post("/raw")
def raw():
    digest, size = hashlib.sha256(), 0
    while block := request.stream.read(1 << 16):
        digest.update(block)
        size += len(block)
    return f"{size} {digest.hexdigest()}\n"


@app.post("/json")
def as_json():
    return jsonify(got=request.get_json())


@app.get("/stream")
def stream():
    return Response(stream_with_context(f"line {i} {request.path}\n" for i in range(5)), mimetype="text/plain")


@app.get("/cookie")
def cookie():
    response = make_response(str(sorted(request.cookies.items())))
    response.set_cookie("seen", "yes", max_age=60, httponly=True, samesite="Lax")
    return response


@app.get("/slow")
def slow():
    with open("begun", "a") as file:
        file.write("x")
    time.sleep(0.5)
    return "slow but whole"


@app.get("/process")
def process():
    return str(os.getpid())


@app.get("/raise")
def failing():
    return 1 // 0


app.register_blueprint(shop)
