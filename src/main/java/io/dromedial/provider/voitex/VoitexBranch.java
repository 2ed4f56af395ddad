package io.dromedial.provider.voitex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.provider.Inbound;
import io.dromedial.settings.AddressList;
import io.dromedial.settings.Settings;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The API Branch: in the middle of a call Voitex asks what is to happen next. Source: its API page, which names neither
 * a time limit nor how the request proves where it comes from.
 */
final class VoitexBranch implements Inbound {

    static final String OPERATION = "voitex.branch";
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Optional<String> secret;
    private final Optional<AddressList> allowed;
    private final Map<String, Object> fallback;

    VoitexBranch(Settings settings) {
        secret = settings.find(VoitexBranchSettings.SECRET);
        allowed = settings.find(VoitexBranchSettings.ALLOW).map(AddressList::parse);
        fallback = object(settings.find(VoitexBranchSettings.FALLBACK).orElse("{}"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String json) {
        try {
            return JSON.readValue(json, LinkedHashMap.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(VoitexBranchSettings.FALLBACK + " was checked at the start", e);
        }
    }

    @Override
    public String operation() {
        return OPERATION;
    }

    @Override
    public String path() {
        return "/ivr/voitex";
    }

    @Override
    public Optional<String> secret() {
        return secret;
    }

    @Override
    public boolean welcomes(InetAddress from) {
        return allowed.map(list -> list.holds(from)).orElse(true);
    }

    @Override
    public Asked read(byte[] body) {
        return VoitexBranchRequest.read(body);
    }

    @Override
    public Said judge(Object left) {
        return VoitexBranchAnswer.of(left);
    }

    @Override
    public Map<String, Object> fallback() {
        return fallback;
    }

    /** A route may have put what it looked up elsewhere into its answer. */
    @Override
    public Map<String, Object> kept(Map<String, Object> reply) {
        Map<String, Object> kept = new LinkedHashMap<>();
        reply.forEach((name, value) -> kept.put(name, masked(value)));
        return kept;
    }

    private static Object masked(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((name, each) -> all.put(VoitexBranchCards.masked(String.valueOf(name)), masked(each)));
            return all;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(VoitexBranch::masked).toList();
        }
        return value instanceof String text ? VoitexBranchCards.masked(text) : String.valueOf(value);
    }

    @Override
    public Map<String, Object> beans() {
        return Map.of("voitex-reply", new VoitexBranchReply());
    }
}
