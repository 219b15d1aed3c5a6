"""Times the real Jinja2 on one template: reads JSON lines, answers each with the seconds of
processor time that it took.

{"setup": {"template": …, "context": …}} reads and renders it once and answers with the rendered text;
{"parse": N} reads it N times, {"render": N} renders it N times.
"""
import json
import sys
import time

import jinja2
import jinja2.ext

environment = jinja2.Environment(extensions=[jinja2.ext.do, jinja2.ext.loopcontrols])
source = ""
context = {}
template = None
for line in sys.stdin:
    request = json.loads(line)
    if "setup" in request:
        source = request["setup"]["template"]
        context = request["setup"]["context"]
        template = environment.from_string(source)
        answer = template.render(context)
    elif "parse" in request:
        start = time.process_time()
        for _ in range(request["parse"]):
            environment.from_string(source)
        answer = time.process_time() - start
    else:
        start = time.process_time()
        for _ in range(request["render"]):
            template.render(context)
        answer = time.process_time() - start
    print(json.dumps(answer), flush=True)
