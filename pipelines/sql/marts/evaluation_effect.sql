-- Past evaluations with their policy: effect, interval, and whether the design compared at all.
with final as (
    select e.evaluation_id, e.region_code as place_code, e.policy_id, q.policy_title, q.policy_instrument, e.evaluation_design,
        case when c.role = 'comparison' then 1 else 0 end as has_comparison, e.evaluation_method, e.outcome, e.baseline_on, e.endline_on,
        e.effect, e.effect_unit, e.effect_lower, e.effect_upper, e.confidence_level, e.sample_size, e.evidence_grade, e.evaluator,
        case
            when e.effect_lower is null or e.effect_upper is null then null
            when e.effect_lower > 0 or e.effect_upper < 0 then 1
            else 0
        end as excludes_zero
    from stg_evaluation as e
    left join stg_policy as q on e.policy_id = q.policy_id
    left join code as c on c.codelist = 'evaluation_design' and e.evaluation_design = c.code
)

select * from final
order by place_code, evaluation_id
