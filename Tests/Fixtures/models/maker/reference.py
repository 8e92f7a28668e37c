"""What transformers computes, read by forward hooks: eager attention, float32, before the final norm.

`output_hidden_states` is of no use here: its last entry has been through the final norm.
"""

import contextlib
import importlib

import torch
from transformers import AutoModelForCausalLM

PARTS = {
    "gpt2": dict(layers="transformer.h", attention="attn", output="attn.c_proj", down="mlp.c_proj",
                 mlp="mlp", middle="ln_2", final="transformer.ln_f"),
    "gpt_neox": dict(layers="gpt_neox.layers", attention="attention", output="attention.dense",
                     down="mlp.dense_4h_to_h", mlp="mlp", middle="post_attention_layernorm",
                     final="gpt_neox.final_layer_norm"),
    "llama": dict(layers="model.layers", attention="self_attn", output="self_attn.o_proj", down="mlp.down_proj",
                  mlp="mlp", middle="post_attention_layernorm", final="model.norm"),
}
PARTS["qwen2"] = PARTS["mistral"] = PARTS["llama"]

CORE = ("resid", "attn_out", "mlp_out", "final_norm", "logits")
FULL = CORE + ("resid_mid", "mlp_post", "attn_z", "q", "k", "v")


def load(directory):
    model = AutoModelForCausalLM.from_pretrained(
        directory, dtype=torch.float32, attn_implementation="eager", local_files_only=True)
    return model.eval()


@contextlib.contextmanager
def recorded(model):
    """Hooks on every site; yields a dictionary site → list of tensors in layer order."""
    parts = PARTS[model.config.model_type]
    modeling = importlib.import_module(type(model).__module__)
    parallel = getattr(model.config, "use_parallel_residual", False)
    seen, handles = {}, []

    def keep(site, tensor):
        seen.setdefault(site, []).append(tensor.detach()[0].clone())

    def on_input(module, site):
        handles.append(module.register_forward_pre_hook(lambda _, inputs: keep(site, inputs[0])))

    def on_output(module, site):
        def hook(_, __, output):
            keep(site, output[0] if isinstance(output, tuple) else output)
        handles.append(module.register_forward_hook(hook))

    layers = model.get_submodule(parts["layers"])
    # A block is called with its input as the first positional argument in all of these families.
    on_input(layers[0], "resid")
    for layer in layers:
        on_output(layer, "resid")
        on_output(layer.get_submodule(parts["output"]), "attn_out")
        on_output(layer.get_submodule(parts["mlp"]), "mlp_out")
        on_input(layer.get_submodule(parts["down"]), "mlp_post")
        on_input(layer.get_submodule(parts["output"]), "attn_z")
        if not parallel:
            on_input(layer.get_submodule(parts["middle"]), "resid_mid")
    on_output(model.get_submodule(parts["final"]), "final_norm")

    plain = modeling.eager_attention_forward
    rotary = getattr(modeling, "apply_rotary_pos_emb", None)

    def keep_heads(site, tensor):
        keep(site, tensor.transpose(1, 2).flatten(2))

    def attention(module, query, key, value, *arguments, **named):
        if rotary is None:
            keep_heads("q", query)
            keep_heads("k", key)
        keep_heads("v", value)
        return plain(module, query, key, value, *arguments, **named)

    def turned(query, key, *arguments, **named):
        # q and k are the site before the rotary embedding, as TransformerLens's hook_q and hook_k.
        keep_heads("q", query)
        keep_heads("k", key)
        return rotary(query, key, *arguments, **named)

    modeling.eager_attention_forward = attention
    if rotary is not None:
        modeling.apply_rotary_pos_emb = turned
    try:
        yield seen
    finally:
        modeling.eager_attention_forward = plain
        if rotary is not None:
            modeling.apply_rotary_pos_emb = rotary
        for handle in handles:
            handle.remove()


def run(model, prompts):
    """site.i → tensor for prompt number i: [layers, T, width], without layers for `final_norm` and `logits`."""
    out = {}
    for index, tokens in enumerate(prompts):
        with recorded(model) as seen, torch.no_grad():
            logits = model(torch.tensor([tokens]), use_cache=False).logits[0]
        for site, tensors in seen.items():
            out[f"{site}.{index}"] = tensors[0] if site == "final_norm" else torch.stack(tensors)
        out[f"logits.{index}"] = logits.clone()
    return out


def tolerance(expected):
    """The project's rule: 1e-4 of the tensor's root mean square, at least 1e-6."""
    return max(1e-4 * float(expected.double().square().mean().sqrt()), 1e-6)


def excess(expected, actual):
    """The greatest difference in units of the tolerance."""
    difference = float((expected.double() - actual.double()).abs().max())
    return difference / tolerance(expected) if difference == difference else float("inf")
